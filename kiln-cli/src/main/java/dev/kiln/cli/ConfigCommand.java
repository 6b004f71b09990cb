package dev.kiln.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.kiln.app.ConfigurationKeys;
import dev.kiln.spi.config.ConfigKey;
import dev.kiln.spi.config.Configuration;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kiln config}: every key with its type, default, meaning and current value. */
@Command(name = "config", description = "List every configuration key with its type, default, meaning and value.")
final class ConfigCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private HomeOptions options;

    @Option(names = "--json", description = "Print JSON instead of a table.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Configuration configuration = options.source().load(options.home());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            printJson(out, configuration);
        } else {
            printTable(out, configuration);
        }
        out.flush();
        return 0;
    }

    private static void printTable(PrintWriter out, Configuration configuration) {
        List<ConfigKey<?>> keys = ConfigurationKeys.all();
        int nameWidth = keys.stream().mapToInt(key -> key.name().length()).max().orElse(0);
        int typeWidth = keys.stream().mapToInt(key -> key.type().length()).max().orElse(0);
        String row = "%-" + nameWidth + "s  %-" + typeWidth + "s  %s%n";
        String sentence = " ".repeat(nameWidth + typeWidth + 4) + "%s%n";
        for (ConfigKey<?> key : keys) {
            String value = value(key, configuration);
            String origin =
                    configuration.text(key.name()).isPresent() ? " (default " + shown(key.defaultText()) + ")" : "";
            out.printf(row, key.name(), key.type(), shown(value) + origin);
            out.printf(sentence, key.description());
        }
    }

    private static String value(ConfigKey<?> key, Configuration configuration) {
        String value = configuration.text(key.name()).orElse(key.defaultText());
        return key.isSecret() && !value.isEmpty() ? "(set)" : value;
    }

    private static String shown(String value) {
        return value.isEmpty() ? "\"\"" : value;
    }

    private static void printJson(PrintWriter out, Configuration configuration) throws IOException {
        try (JsonGenerator generator = new JsonFactory()
                .createGenerator(out)
                .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .useDefaultPrettyPrinter()) {
            generator.writeStartArray();
            for (ConfigKey<?> key : ConfigurationKeys.all()) {
                generator.writeStartObject();
                generator.writeStringField("key", key.name());
                generator.writeStringField("type", key.type());
                generator.writeStringField("default", key.defaultText());
                generator.writeStringField("value", value(key, configuration));
                generator.writeBooleanField(
                        "set", configuration.text(key.name()).isPresent());
                generator.writeStringField("description", key.description());
                generator.writeEndObject();
            }
            generator.writeEndArray();
        }
        out.println();
    }
}
