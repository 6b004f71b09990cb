package dev.kiln.cli;

import dev.kiln.app.Versions;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command without a sub-command: says what there is. */
@Command(
        name = "kiln",
        description = "A Spark Connect server: Catalyst in front, DuckDB behind.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ServeCommand.class,
            SqlCommand.class,
            QuickstartCommand.class,
            ConfigCommand.class,
            EngineCommand.class,
            ClusterCommand.class,
            StoreCommand.class,
            DoctorCommand.class,
            SubmitCommand.class,
            ApplicationCommands.Apps.class,
            ApplicationCommands.Status.class,
            ApplicationCommands.Logs.class,
            ApplicationCommands.Kill.class,
            BenchCommand.class,
            VersionCommand.class,
            CompletionCommand.class,
            RehearseCommand.class,
            HelpCommand.class
        },
        versionProvider = KilnCommand.KilnVersion.class,
        footer = {"", "Exit codes: 0 done, 1 failed, 2 not understood."})
final class KilnCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    static final class KilnVersion implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"kiln " + Versions.kiln()};
        }
    }
}
