package dev.kiln.cli;

import dev.kiln.store.process.MemberDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;

/** A store of two locators and three servers on three machines, which are addresses of the loopback network. */
public final class LoopbackStore implements AutoCloseable {
    /** The machines. */
    public static final List<String> HOSTS = List.of("127.0.0.1", "127.0.0.2", "127.0.0.3");

    private final List<Member> members = new ArrayList<>();
    private final Path hosts;
    private final String locators;

    public LoopbackStore(Path directory) throws IOException {
        int first = freePort(HOSTS.get(0));
        int second = freePort(HOSTS.get(1));
        locators = HOSTS.get(0) + ":" + first + "," + HOSTS.get(1) + ":" + second;
        members.add(new Member("locator", HOSTS.get(0), directory.resolve("l1"), Map.of("port", "" + first)));
        members.add(new Member("locator", HOSTS.get(1), directory.resolve("l2"), Map.of("port", "" + second)));
        for (String host : HOSTS) {
            members.add(new Member(
                    "server", host, directory.resolve("s" + host), Map.of("memory", "256m", "heap", "384m")));
        }
        hosts = Files.writeString(
                Files.createDirectories(directory).resolve("hosts"),
                members.stream().map(Member::line).collect(Collectors.joining("\n")));
        try {
            run("start-all", "--hosts", hosts.toString());
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** A member, as the commands have it. */
    private record Member(String role, String host, Path directory, Map<String, String> options) {
        String line() {
            return role + " " + host + " dir=" + directory
                    + options.entrySet().stream()
                            .map(option -> " " + option.getKey() + "=" + option.getValue())
                            .collect(Collectors.joining());
        }
    }

    /** What clients are told. */
    public String locators() {
        return locators;
    }

    /** How many members there are: locators first, then servers. */
    public int size() {
        return members.size();
    }

    /** Ends a member as a crash would. */
    public void kill(int member) throws InterruptedException {
        ProcessHandle process = ProcessHandle.of(
                        new MemberDirectory(members.get(member).directory())
                                .running()
                                .orElseThrow()
                                .process())
                .orElseThrow();
        process.destroyForcibly();
        while (process.isAlive()) {
            Thread.sleep(10);
        }
    }

    /** Starts a member again that was killed. */
    public void startAgain(int index) {
        Member member = members.get(index);
        List<String> words = new ArrayList<>(List.of(
                member.role(),
                "start",
                "--dir=" + member.directory(),
                "--host=" + member.host(),
                "--locators=" + locators));
        member.options().forEach((name, value) -> words.add("--" + name + "=" + value));
        run(words.toArray(String[]::new));
    }

    private static void run(String... words) {
        StringWriter text = new StringWriter();
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(text));
        line.setErr(new PrintWriter(text));
        List<String> all = new ArrayList<>(List.of("store"));
        all.addAll(List.of(words));
        if (line.execute(all.toArray(String[]::new)) != 0) {
            throw new AssertionError(String.join(" ", all) + ": " + text);
        }
    }

    /** The first of three ports that are free. */
    private static int freePort(String host) throws IOException {
        for (int attempt = 0; attempt < 100; attempt++) {
            try (ServerSocket first = new ServerSocket(0, 1, InetAddress.getByName(host))) {
                int port = first.getLocalPort();
                if (isFree(host, port + 1) && isFree(host, port + 2)) {
                    return port;
                }
            }
        }
        throw new AssertionError("no free ports");
    }

    private static boolean isFree(String host, int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(host))) {
            return socket.isBound();
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    public void close() {
        run("stop-all", "--hosts", hosts.toString());
    }
}
