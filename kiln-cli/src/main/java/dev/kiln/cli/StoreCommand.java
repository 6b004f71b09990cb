package dev.kiln.cli;

import dev.kiln.app.UserException;
import dev.kiln.store.client.ClientSettings;
import dev.kiln.store.client.StoreReport;
import dev.kiln.store.client.Stores;
import dev.kiln.store.process.MemberJvm;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kiln store}: the locators and servers that hold shared tables. */
@Command(
        name = "store",
        description = "Start, stop and look at the members of a store of shared tables.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {StoreMemberCommands.Locator.class, StoreMemberCommands.Server.class})
final class StoreCommand implements Runnable {
    private static final Duration LONGEST = Duration.ofSeconds(10);

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    @Command(name = "status", description = "Show all members of a store, and which buckets are lost.")
    int status(
            @Option(
                            names = "--locators",
                            required = true,
                            split = ",",
                            paramLabel = "HOST:PORT",
                            description = "Where the store's locators are.")
                    List<String> locators,
            @Option(names = "--json", description = "Print JSON.") boolean json) {
        StoreReport report = Stores.report(settings(locators));
        StoreReportText text = new StoreReportText(report);
        if (json) {
            text.printJson(spec.commandLine().getOut());
        } else {
            text.printText(spec.commandLine().getOut());
        }
        return text.isHealthy() ? 0 : 1;
    }

    @Command(name = "rehearse", hidden = true, description = "Record the classes that a member's start needs.")
    int rehearse() throws IOException, InterruptedException {
        spec.commandLine().getOut().println(MemberJvm.record());
        return 0;
    }

    private static ClientSettings settings(List<String> locators) {
        try {
            return new ClientSettings(locators, LONGEST, "localhost");
        } catch (IllegalArgumentException e) {
            throw new UserException(e.getMessage());
        }
    }
}
