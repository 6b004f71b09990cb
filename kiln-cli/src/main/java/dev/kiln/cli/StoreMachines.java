package dev.kiln.cli;

import dev.kiln.app.StoreHosts;
import dev.kiln.app.UserException;
import dev.kiln.spark.SparkSetupException;
import dev.kiln.spark.cluster.RemoteShell;
import dev.kiln.store.Member;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import picocli.CommandLine;

/** Has all members of a hosts file do the same, each by Kiln's own command, here or over ssh. */
final class StoreMachines {
    private static final Duration LONGEST = Duration.ofMinutes(3);
    private static final int MOST_AT_ONCE = 16;

    private final StoreHosts hosts;
    private final RemoteShell shell;
    private final PrintWriter out;

    StoreMachines(StoreHosts hosts, PrintWriter out) {
        this.hosts = hosts;
        this.shell = RemoteShell.using(System.getenv().getOrDefault("KILN_SSH", "ssh"));
        this.out = out;
    }

    /**
     * Locators come up first and go down last; those of one role at the same time, because servers wait for one another.
     *
     * @param command the words behind {@code kiln store}
     * @return whether all could do it
     */
    boolean all(List<Member.Role> order, Function<StoreHosts.Entry, List<String>> command) {
        boolean done = true;
        for (Member.Role role : order) {
            List<StoreHosts.Entry> members = hosts.members().stream()
                    .filter(entry -> entry.role() == role)
                    .toList();
            done &= atOnce(members, command);
        }
        return done;
    }

    private boolean atOnce(List<StoreHosts.Entry> members, Function<StoreHosts.Entry, List<String>> command) {
        ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, Math.min(MOST_AT_ONCE, members.size())));
        try {
            List<Future<Result>> results = new ArrayList<>();
            members.forEach(entry -> results.add(threads.submit(() -> run(entry, command.apply(entry)))));
            boolean done = true;
            for (Future<Result> future : results) {
                Result result = future.get(2 * LONGEST.toSeconds(), TimeUnit.SECONDS);
                out.print(result.text());
                out.flush();
                done &= result.done();
            }
            return done;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserException("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new UserException("not all members answered: " + e, e);
        } finally {
            threads.shutdownNow();
        }
    }

    private record Result(boolean done, String text) {}

    private Result run(StoreHosts.Entry entry, List<String> words) {
        String where = entry.host() + ": ";
        if (entry.overSsh()) {
            List<String> line = new ArrayList<>(List.of(entry.option("kiln").orElse(kiln()), "store"));
            line.addAll(words);
            try {
                return new Result(true, where + shell.run(entry.host(), line, LONGEST));
            } catch (SparkSetupException e) {
                return new Result(false, where + e.getMessage() + "\n");
            }
        }
        StringWriter said = new StringWriter();
        PrintWriter writer = new PrintWriter(said);
        List<String> line = new ArrayList<>(List.of("store"));
        line.addAll(words);
        CommandLine command = Main.commandLine();
        command.setOut(writer);
        command.setErr(writer);
        int code = command.execute(line.toArray(String[]::new));
        writer.flush();
        return new Result(code == 0, where + said);
    }

    private static String kiln() {
        return Optional.ofNullable(System.getProperty("kiln.distribution"))
                .map(distribution -> Path.of(distribution, "bin", "kiln").toString())
                .orElse("kiln");
    }
}
