package dev.kiln.bench.contestant;

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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A program of the benchmarks in a process of its own, so that it has its own class path and its memory can be told from
 * ours. It takes statements on its standard input, a line each in Base64, and answers each with a line. It ends when its
 * input does. Not safe for use by several threads.
 */
public final class HostProcess implements AutoCloseable {
    /** How an answer begins that tells of a failure. */
    public static final String ERROR = "error ";

    private static final int STOP_SECONDS = 20;
    private static final int ANSWER_MINUTES = 60;

    private final String name;
    private final Process process;
    private final PrintStream statements;
    private final BufferedReader answers;

    /**
     * Starts the program.
     *
     * @param name what errors call it
     * @param command program and arguments
     * @param errors where its standard error goes
     */
    public HostProcess(String name, List<String> command, ProcessBuilder.Redirect errors) {
        this.name = name;
        try {
            process = new ProcessBuilder(command).redirectError(errors).start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name, e);
        }
        statements = new PrintStream(process.getOutputStream(), true, StandardCharsets.US_ASCII);
        answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /** The Java that runs this process. */
    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /**
     * Has the program answer a statement.
     *
     * @throws IllegalStateException if it fails, ends or takes more than an hour
     */
    public String ask(String statement) {
        statements.println(Base64.getEncoder().encodeToString(statement.getBytes(StandardCharsets.UTF_8)));
        String answer = answer(statement);
        if (answer == null || answer.startsWith(ERROR)) {
            throw new IllegalStateException(name + ": " + answer + " to " + statement);
        }
        return answer;
    }

    private String answer(String statement) {
        CompletableFuture<String> line = CompletableFuture.supplyAsync(() -> {
            try {
                return answers.readLine();
            } catch (IOException e) {
                throw new UncheckedIOException(name + " does not answer", e);
            }
        });
        try {
            return line.get(ANSWER_MINUTES, TimeUnit.MINUTES);
        } catch (TimeoutException e) {
            process.destroyForcibly();
            throw new IllegalStateException(name + " takes too long for " + statement, e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(name + " does not answer " + statement, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** The largest resident set of the process so far, in bytes; empty where the platform does not tell. */
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
