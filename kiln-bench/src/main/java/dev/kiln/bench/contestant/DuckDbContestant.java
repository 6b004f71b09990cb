package dev.kiln.bench.contestant;

import dev.kiln.bench.data.Dataset;
import dev.kiln.bench.server.PeakMemory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** DuckDB by hand: a bare program over JDBC in a process of its own, so that its memory can be told from ours. */
public final class DuckDbContestant implements Contestant {
    private static final int STOP_SECONDS = 10;

    private final Process process;
    private final PrintStream statements;
    private final BufferedReader answers;

    public DuckDbContestant() {
        List<String> line = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-Djava.library.path=" + System.getProperty("java.library.path"),
                "-cp",
                System.getProperty("java.class.path"),
                DuckDbHost.class.getName());
        try {
            process = new ProcessBuilder(line)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start DuckDB", e);
        }
        statements = new PrintStream(process.getOutputStream(), true, StandardCharsets.US_ASCII);
        answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Makes every table of the data set a view. */
    public void use(Dataset dataset) {
        for (String table : dataset.tables()) {
            run("CREATE VIEW " + table + " AS FROM read_parquet('" + dataset.file(table) + "')");
        }
    }

    @Override
    public String name() {
        return "duckdb";
    }

    @Override
    public long run(String sql) {
        statements.println(Base64.getEncoder().encodeToString(sql.getBytes(StandardCharsets.UTF_8)));
        try {
            String answer = answers.readLine();
            if (answer == null || answer.startsWith("error")) {
                throw new IllegalStateException("DuckDB: " + answer);
            }
            return Long.parseLong(answer);
        } catch (IOException e) {
            throw new UncheckedIOException("DuckDB does not answer", e);
        }
    }

    @Override
    public OptionalLong peakMemory() {
        return PeakMemory.of(process.pid());
    }

    @Override
    public void close() {
        statements.close();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
