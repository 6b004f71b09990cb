package dev.kiln.cli;

import dev.kiln.spark.application.SubmitFlag;
import dev.kiln.spark.application.SubmitFlags;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Brings spark-submit's flags, which are listed elsewhere, to a command. */
final class SubmitFlagOptions {
    private SubmitFlagOptions() {}

    static void addTo(CommandLine command) {
        for (SubmitFlag flag : SubmitFlag.values()) {
            OptionSpec.Builder option =
                    OptionSpec.builder(flag.names().toArray(String[]::new)).description(flag.description());
            if (flag.parameter().isPresent()) {
                // Several values are no mistake: the last one counts, as it does in Spark.
                option.paramLabel(flag.parameter().get()).type(List.class).auxiliaryTypes(String.class);
            } else {
                option.type(boolean.class).hidden(flag == SubmitFlag.USAGE_ERROR);
            }
            command.getCommandSpec().addOption(option.build());
        }
        // What follows the application's file belongs to the application.
        command.setStopAtPositional(true);
        // The value of --driver-java-options looks like an option itself.
        command.setAllowOptionsAsOptionParameters(true);
        command.setOverwrittenOptionsAllowed(true);
    }

    static SubmitFlags given(ParseResult parsed) {
        Map<SubmitFlag, List<String>> values = new EnumMap<>(SubmitFlag.class);
        for (SubmitFlag flag : SubmitFlag.values()) {
            String name = flag.names().get(0);
            if (parsed.hasMatchedOption(name)) {
                values.put(flag, parsed.matchedOption(name).originalStringValues());
            }
        }
        return new SubmitFlags(values);
    }
}
