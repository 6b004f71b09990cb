package dev.kiln.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kiln.app.UserException;
import dev.kiln.spark.MemorySize;
import dev.kiln.store.Member;
import dev.kiln.store.client.ClientSettings;
import dev.kiln.store.process.MemberDirectory;
import dev.kiln.store.process.MemberJvm;
import dev.kiln.store.process.MemberProcesses;
import dev.kiln.store.server.MemberSettings;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kiln store locator} and {@code kiln store server}: one member on this machine. */
final class StoreMemberCommands {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DIRECTORY = "The member's own directory.";
    private static final String HOST =
            "The name or address that it listens on and that others reach it by" + " (default: ${DEFAULT-VALUE}).";
    private static final String HEAP = "The Java heap (default: ${DEFAULT-VALUE}).";
    private static final String PRINT_JSON = "Print JSON.";
    static final String INSECURE =
            "Let other machines in without a token and without certificates. Without this, members that others can reach"
                    + " and that ask for neither aren't started.";

    private StoreMemberCommands() {}

    /** What both have in common. */
    abstract static class MemberCommand implements Runnable {
        @Spec
        private CommandSpec spec;

        @Override
        public void run() {
            throw new ParameterException(spec.commandLine(), "a command is missing");
        }

        int start(Supplier<MemberSettings> asked, String heap, boolean insecure, boolean json) {
            MemberSettings settings;
            try {
                settings = asked.get();
                if (!settings.access().load().isProtected() && !insecure && isReachable(settings.host())) {
                    throw new UserException("Other machines can reach " + settings.host()
                            + ", and nothing would keep them out: give --token-file or --tls-certificate, or say"
                            + " --insecure");
                }
            } catch (IllegalArgumentException e) {
                throw new ParameterException(spec.commandLine(), e.getMessage(), e);
            }
            MemberProcesses processes = new MemberProcesses(MemberJvm.installed());
            MemberDirectory.Running running = processes.start(settings, memory(heap));
            print("started", settings.directory(), Optional.of(running), json);
            return 0;
        }

        private static boolean isReachable(String host) {
            try {
                return !InetAddress.getByName(host).isLoopbackAddress();
            } catch (UnknownHostException e) {
                // What can't be found can't be listened on, either; the start says so.
                return false;
            }
        }

        @Command(name = "stop", description = "End the member of a directory.")
        int stop(
                @Option(names = "--dir", required = true, paramLabel = "DIR", description = DIRECTORY) Path directory,
                @Option(names = "--json", description = PRINT_JSON) boolean json) {
            MemberDirectory member = new MemberDirectory(directory);
            Optional<MemberDirectory.Running> running = member.running();
            MemberProcesses.stop(member);
            print(running.isPresent() ? "stopped" : "nothing runs", directory, running, json);
            return 0;
        }

        @Command(name = "status", description = "Show the member of a directory.")
        int status(
                @Option(names = "--dir", required = true, paramLabel = "DIR", description = DIRECTORY) Path directory,
                @Option(names = "--json", description = PRINT_JSON) boolean json) {
            Optional<MemberDirectory.Running> running = new MemberDirectory(directory).running();
            boolean ready = running.flatMap(MemberDirectory.Running::state)
                    .map(MemberDirectory.State::ready)
                    .orElse(false);
            print(ready ? "ready" : running.isPresent() ? "waits" : "nothing runs", directory, running, json);
            return ready ? 0 : 1;
        }

        final long memory(String text) {
            try {
                return MemorySize.parse(text).bytes();
            } catch (IllegalArgumentException e) {
                throw new ParameterException(spec.commandLine(), e.getMessage(), e);
            }
        }

        private void print(String what, Path directory, Optional<MemberDirectory.Running> running, boolean json) {
            PrintWriter out = spec.commandLine().getOut();
            Optional<MemberDirectory.State> state = running.flatMap(MemberDirectory.Running::state);
            if (json) {
                ObjectNode node = JSON.createObjectNode().put("what", what).put("directory", directory.toString());
                running.ifPresent(one -> node.put("process", one.process()));
                state.ifPresent(one -> node.put("ready", one.ready())
                        .put("role", one.role())
                        .put("host", one.host())
                        .put("port", one.port())
                        .put("id", one.id())
                        .set("missing", JSON.valueToTree(one.missing())));
                out.println(node);
            } else {
                out.print(what);
                state.ifPresent(one -> out.print(" " + one.role() + " " + one.host() + ":" + one.port()));
                running.ifPresent(one -> out.print("  process " + one.process()));
                out.println("  log " + new MemberDirectory(directory).log());
                if (what.equals("started")
                        && !state.map(MemberDirectory.State::ready).orElse(false)) {
                    out.println("it is in the ring; the store waits for other servers that have some of its rows");
                }
                state.ifPresent(one -> one.missing().forEach(server -> out.println("missing  " + server)));
            }
            out.flush();
        }
    }

    @Command(
            name = "locator",
            description = "Where members and clients find the others.",
            synopsisSubcommandLabel = "COMMAND")
    static final class Locator extends MemberCommand {
        @Command(name = "start", description = "Start a locator on this machine and wait until it is ready.")
        int start(
                @Option(names = "--dir", required = true, paramLabel = "DIR", description = DIRECTORY) Path directory,
                @Option(names = "--host", defaultValue = "localhost", paramLabel = "HOST", description = HOST)
                        String host,
                @Option(
                                names = "--port",
                                defaultValue = "" + ClientSettings.DEFAULT_PORT,
                                paramLabel = "PORT",
                                description = "Where it takes clients; the next two ports are used as well"
                                        + " (default: ${DEFAULT-VALUE}).")
                        int port,
                @Option(
                                names = "--locators",
                                split = ",",
                                paramLabel = "HOST:PORT",
                                description = "The store's other locators, if there are any.")
                        @Nullable
                        List<String> locators,
                @Option(names = "--heap", defaultValue = "256m", paramLabel = "SIZE", description = HEAP) String heap,
                @Mixin StoreAccessOptions access,
                @Option(names = "--insecure", description = INSECURE) boolean insecure,
                @Option(names = "--json", description = PRINT_JSON) boolean json) {
            return start(
                    () -> new MemberSettings(
                            Member.Role.LOCATOR,
                            directory.toAbsolutePath(),
                            host,
                            port,
                            locators == null ? List.of() : locators,
                            0,
                            Optional.empty(),
                            MemberSettings.Times.STANDARD,
                            access.member()),
                    heap,
                    insecure,
                    json);
        }
    }

    @Command(name = "server", description = "Holds rows.", synopsisSubcommandLabel = "COMMAND")
    static final class Server extends MemberCommand {
        @Command(name = "start", description = "Start a server on this machine and wait until it is ready.")
        int start(
                @Option(names = "--dir", required = true, paramLabel = "DIR", description = DIRECTORY) Path directory,
                @Option(
                                names = "--locators",
                                required = true,
                                split = ",",
                                paramLabel = "HOST:PORT",
                                description = "Where the store's locators are.")
                        List<String> locators,
                @Option(names = "--host", defaultValue = "localhost", paramLabel = "HOST", description = HOST)
                        String host,
                @Option(
                                names = "--port",
                                defaultValue = "0",
                                paramLabel = "PORT",
                                description =
                                        "Where it takes clients; the next two ports are used as well. 0 takes free"
                                                + " ones (default: ${DEFAULT-VALUE}).")
                        int port,
                @Option(
                                names = "--memory",
                                defaultValue = "1g",
                                paramLabel = "SIZE",
                                description = "For rows, outside of the heap (default: ${DEFAULT-VALUE}).")
                        String memory,
                @Option(names = "--heap", defaultValue = "1g", paramLabel = "SIZE", description = HEAP) String heap,
                @Option(
                                names = "--redundancy-zone",
                                paramLabel = "ZONE",
                                description = "Copies of a bucket avoid sharing one (default: the host).")
                        @Nullable
                        String zone,
                @Mixin StoreAccessOptions access,
                @Option(names = "--insecure", description = INSECURE) boolean insecure,
                @Option(names = "--json", description = PRINT_JSON) boolean json) {
            return start(
                    () -> new MemberSettings(
                            Member.Role.SERVER,
                            directory.toAbsolutePath(),
                            host,
                            port,
                            locators,
                            memory(memory),
                            Optional.ofNullable(zone),
                            MemberSettings.Times.STANDARD,
                            access.member()),
                    heap,
                    insecure,
                    json);
        }
    }
}
