package dev.kiln.cli;

import dev.kiln.app.StoreHosts;
import dev.kiln.app.UserException;
import dev.kiln.store.Member;
import dev.kiln.store.client.ClientSettings;
import dev.kiln.store.client.StoreReport;
import dev.kiln.store.client.Stores;
import dev.kiln.store.process.MemberDirectory;
import dev.kiln.store.process.MemberJvm;
import dev.kiln.store.process.MemberOrders;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kiln store}: the locators and servers that hold shared tables. */
@Command(
        name = "store",
        description = "Start, stop and look at the members of a store of shared tables, and use those.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            StoreMemberCommands.Locator.class,
            StoreMemberCommands.Server.class,
            StoreSqlCommand.class,
            StoreBackupCommands.BackupCommand.class,
            StoreBackupCommands.RestoreCommand.class
        })
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
            @Mixin StoreAccessOptions access,
            @Option(names = "--json", description = "Print JSON.") boolean json) {
        return report(locators, access, json);
    }

    private int report(List<String> locators, StoreAccessOptions access, boolean json) {
        StoreReport report = Stores.report(settings(locators, access));
        StoreReportText text = new StoreReportText(report);
        if (json) {
            text.printJson(spec.commandLine().getOut());
        } else {
            text.printText(spec.commandLine().getOut());
        }
        return text.isHealthy() ? 0 : 1;
    }

    private static final String HOSTS =
            "A line for each member: 'locator|server HOST dir=DIR [port=] [heap=] [memory=] [zone=] [via=process|ssh]"
                    + " [kiln=]'.";

    @Command(name = "start-all", description = "Start all members that a hosts file names.")
    int startAll(
            @Option(names = "--hosts", required = true, paramLabel = "FILE", description = HOSTS) Path file,
            @Mixin StoreAccessOptions access,
            @Option(names = "--insecure", description = StoreMemberCommands.INSECURE) boolean insecure) {
        StoreHosts hosts = StoreHosts.read(file);
        List<String> more = new ArrayList<>(access.words());
        if (insecure) {
            more.add("--insecure");
        }
        return machines(hosts).all(List.of(Member.Role.LOCATOR, Member.Role.SERVER), entry -> {
                    List<String> command = hosts.start(entry);
                    command.addAll(more);
                    return command;
                })
                ? 0
                : 1;
    }

    @Command(name = "stop-all", description = "End all members that a hosts file names.")
    int stopAll(@Option(names = "--hosts", required = true, paramLabel = "FILE", description = HOSTS) Path file) {
        StoreHosts hosts = StoreHosts.read(file);
        return machines(hosts).all(List.of(Member.Role.SERVER, Member.Role.LOCATOR), entry -> entry.command("stop"))
                ? 0
                : 1;
    }

    @Command(name = "status-all", description = "Show all members that a hosts file names, and the store.")
    int statusAll(
            @Option(names = "--hosts", required = true, paramLabel = "FILE", description = HOSTS) Path file,
            @Mixin StoreAccessOptions access) {
        StoreHosts hosts = StoreHosts.read(file);
        boolean up =
                machines(hosts).all(List.of(Member.Role.LOCATOR, Member.Role.SERVER), entry -> entry.command("status"));
        return up ? report(hosts.locators(), access, false) : 1;
    }

    private StoreMachines machines(StoreHosts hosts) {
        return new StoreMachines(hosts, spec.commandLine().getOut());
    }

    @Command(
            name = "forget",
            description = {
                "Go on without servers that won't come back, and name what is lost with them.",
                "Their share of the buckets becomes that of others, which have it from copies. What nobody has a copy of is gone"
                        + " for good. Of a store that waits for servers, all that are missing have to be named."
            })
    int forget(
            @Option(
                            names = "--dir",
                            required = true,
                            paramLabel = "DIR",
                            description = "The directory of a server that runs on this machine.")
                    Path directory,
            @Parameters(
                            paramLabel = "SERVER",
                            arity = "1..*",
                            description = "The names of the servers, as 'kiln store server status' shows them.")
                    List<String> servers) {
        PrintWriter out = spec.commandLine().getOut();
        List<String> lost = MemberOrders.forget(new MemberDirectory(directory), servers);
        out.println(lost.isEmpty() ? "given up; nothing is lost" : "given up");
        lost.forEach(out::println);
        out.flush();
        return 0;
    }

    @Command(name = "rehearse", hidden = true, description = "Record the classes that a member's start needs.")
    int rehearse() throws IOException, InterruptedException {
        spec.commandLine().getOut().println(MemberJvm.record());
        return 0;
    }

    private static ClientSettings settings(List<String> locators, StoreAccessOptions access) {
        try {
            return new ClientSettings(locators, LONGEST, "localhost", access.client());
        } catch (IllegalArgumentException e) {
            throw new UserException(e.getMessage());
        }
    }
}
