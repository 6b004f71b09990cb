package dev.kiln.cli;

import dev.kiln.app.UserException;
import dev.kiln.spark.SparkSetupException;
import dev.kiln.store.StoreException;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Runs the command line. Exit codes: 0 done, 1 failed, 2 not understood. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** The whole command line. */
    static CommandLine commandLine() {
        CommandLine root = new CommandLine(new KilnCommand());
        addHelp(root);
        root.getCommandSpec()
                .addOption(OptionSpec.builder("-V", "--version")
                        .versionHelp(true)
                        .description("Show Kiln's version.")
                        .build());
        // What follows 'bench' belongs to another program, down to its --help.
        CommandLine bench = root.getSubcommands().get("bench");
        bench.setUnmatchedOptionsArePositionalParams(true);
        bench.setStopAtPositional(true);
        SubmitFlagOptions.addTo(root.getSubcommands().get("submit"));
        root.setUsageHelpAutoWidth(true);
        root.setCaseInsensitiveEnumValuesAllowed(true);
        root.setParameterExceptionHandler((exception, arguments) -> misunderstood(exception));
        root.setExecutionExceptionHandler((exception, command, parsed) -> failed(exception, command));
        return root;
    }

    private static void addHelp(CommandLine command) {
        if (!command.getCommandSpec().helpCommand()) {
            command.getCommandSpec()
                    .addOption(OptionSpec.builder("-h", "--help")
                            .usageHelp(true)
                            .description("Show this help.")
                            .build());
        }
        command.getSubcommands().values().forEach(Main::addHelp);
    }

    private static int misunderstood(ParameterException exception) {
        CommandLine command = exception.getCommandLine();
        command.getErr().println("kiln: " + exception.getMessage());
        UnmatchedArgumentException.printSuggestions(exception, command.getErr());
        command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return CommandLine.ExitCode.USAGE;
    }

    /** What the user can put right is one line; anything else is a defect and shows where it happened. */
    private static int failed(Exception exception, CommandLine command) {
        if (exception instanceof UserException
                || exception instanceof SparkSetupException
                || exception instanceof StoreException) {
            command.getErr().println("kiln: " + exception.getMessage());
        } else {
            command.getErr().println("kiln: internal error");
            exception.printStackTrace(command.getErr());
        }
        return CommandLine.ExitCode.SOFTWARE;
    }
}
