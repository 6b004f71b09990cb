package dev.kiln.conformance.golden;

import dev.kiln.conformance.SparkTestArtifact;
import dev.kiln.conformance.server.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Replays golden files against any server and writes a report: a summary, failures grouped by cause, every failure with
 * expected and actual answers, and the list of passing statements.
 *
 * <p>Arguments: the server ({@code kiln}, {@code auto} for Kiln with a Spark engine beside the
 * embedded one, or {@code spark}, all started for the run, or an address), a directory for the report,
 * then optionally prefixes of file names.
 */
public final class GoldenReport {
    private static final Duration LIMIT = Duration.ofSeconds(Integer.getInteger("golden.limit.seconds", 120));

    private GoldenReport() {}

    public static void main(String[] arguments) throws IOException {
        String address = address(arguments[0]);
        Path directory = Files.createDirectories(Path.of(arguments[1]));
        List<String> prefixes = List.of(arguments).subList(2, arguments.length);
        Map<GoldenFile, List<Outcome>> outcomes = new LinkedHashMap<>();
        try (SparkTestArtifact artifact = SparkTestArtifact.open();
                Replay replay = new Replay(address, LIMIT, artifact)) {
            for (GoldenFile file : new GoldenSuite(artifact, Runtime.version().feature()).files()) {
                if (prefixes.isEmpty() || prefixes.stream().anyMatch(file.name()::startsWith)) {
                    outcomes.put(file, runTimed(replay, file));
                }
            }
        }
        write(directory, outcomes);
    }

    private static String address(String server) {
        return switch (server) {
            case "kiln" -> TestServers.kiln().address();
            case "auto" ->
                TestServers.startKiln(
                                "2g",
                                TestServers.newDirectory("kiln"),
                                Map.of("kiln.engine", "auto", "kiln.spark.master", "local[2]"))
                        .address();
            case "spark" -> TestServers.spark().address();
            default -> server;
        };
    }

    private static List<Outcome> runTimed(Replay replay, GoldenFile file) {
        long start = System.nanoTime();
        List<Outcome> results = replay.run(file);
        long passed = results.stream().filter(Outcome::passed).count();
        System.out.printf(
                "%-70s %5d of %5d  %6.1f s%n", file.name(), passed, results.size(), (System.nanoTime() - start) / 1e9);
        return results;
    }

    private static void write(Path directory, Map<GoldenFile, List<Outcome>> outcomes) throws IOException {
        PassList passes = new PassList(new TreeMap<>());
        PassList open = PassList.checkedIn("nondeterministic");
        outcomes.forEach((file, results) -> passes.record(file.name(), results, open));
        Files.writeString(directory.resolve("passes.txt"), passes.text());
        Files.writeString(directory.resolve("summary.txt"), summary(outcomes));
        Files.writeString(directory.resolve("failures.txt"), failures(outcomes));
    }

    private static String summary(Map<GoldenFile, List<Outcome>> outcomes) {
        List<Outcome> all = outcomes.values().stream().flatMap(List::stream).toList();
        StringBuilder text = new StringBuilder();
        text.append(all.stream().filter(Outcome::passed).count())
                .append(" of ")
                .append(all.size())
                .append(" statements pass\n")
                .append(share(outcomes))
                .append("\nby verdict\n");
        for (Verdict verdict : Verdict.values()) {
            long count =
                    all.stream().filter(outcome -> outcome.verdict() == verdict).count();
            text.append(String.format("%7d %s%n", count, verdict));
        }
        text.append("\nfailures by cause: statements, verdict, cause, examples\n");
        causes(outcomes)
                .forEach(cause -> text.append(String.format(
                        "%7d %s  %s%n        e.g. %s%n",
                        cause.places().size(),
                        cause.verdict(),
                        cause.text(),
                        String.join(
                                ", ",
                                cause.places()
                                        .subList(0, Math.min(4, cause.places().size()))))));
        text.append("\nby file: passed, statements\n");
        outcomes.forEach((file, results) -> text.append(String.format(
                "%6d %6d  %s%n", results.stream().filter(Outcome::passed).count(), results.size(), file.name())));
        return text.toString();
    }

    /** The yardstick: how much passes of what passes against Spark's own server and has one result. */
    private static String share(Map<GoldenFile, List<Outcome>> outcomes) {
        PassList spark = PassList.checkedIn("spark");
        PassList open = PassList.checkedIn("nondeterministic");
        int possible = 0;
        int passed = 0;
        for (Map.Entry<GoldenFile, List<Outcome>> file : outcomes.entrySet()) {
            for (Outcome outcome : file.getValue()) {
                int number = outcome.statement().number();
                if (spark.contains(file.getKey().name(), number)
                        && !open.contains(file.getKey().name(), number)) {
                    possible++;
                    passed += outcome.passed() ? 1 : 0;
                }
            }
        }
        return String.format(
                "%d of %d that pass against Spark's own server: %.1f%%%n", passed, possible, 100.0 * passed / possible);
    }

    private record Cause(Verdict verdict, String text, List<String> places) {}

    private static List<Cause> causes(Map<GoldenFile, List<Outcome>> outcomes) {
        Map<String, Cause> causes = new LinkedHashMap<>();
        outcomes.forEach((file, results) -> results.stream()
                .filter(outcome -> !outcome.passed())
                .forEach(outcome -> causes.computeIfAbsent(
                                outcome.verdict() + outcome.cause(),
                                key -> new Cause(outcome.verdict(), outcome.cause(), new ArrayList<>()))
                        .places()
                        .add(file.name() + " " + outcome.statement().number())));
        return causes.values().stream()
                .sorted(Comparator.comparingInt((Cause cause) -> cause.places().size())
                        .reversed())
                .toList();
    }

    private static String failures(Map<GoldenFile, List<Outcome>> outcomes) {
        StringBuilder text = new StringBuilder();
        outcomes.forEach((file, results) -> results.stream()
                .filter(outcome -> !outcome.passed())
                .forEach(outcome -> text.append("==== ")
                        .append(file.name())
                        .append(' ')
                        .append(outcome.statement().number())
                        .append(' ')
                        .append(outcome.verdict())
                        .append('\n')
                        .append(outcome.statement().sql())
                        .append("\n----\n")
                        .append(shortened(outcome.detail()))
                        .append("\n\n")));
        return text.toString();
    }

    private static String shortened(String detail) {
        return detail.length() > 4_000 ? detail.substring(0, 4_000) + "\n..." : detail;
    }
}
