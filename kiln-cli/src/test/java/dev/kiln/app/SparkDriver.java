package dev.kiln.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A running {@link StoreApplication}. For one thread, but for {@link #kill}. */
final class SparkDriver implements AutoCloseable {
    private static final int ANSWER_SECONDS = 300;

    private final Process process;
    private final BufferedReader answers;

    SparkDriver(Process process) {
        this.process = process;
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /**
     * What the statement answers.
     *
     * @throws IllegalStateException if it fails, or if the driver ends or says nothing for long
     */
    String run(String statement) {
        try {
            process.getOutputStream().write((statement + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
            String answer = CompletableFuture.supplyAsync(this::answer).get(ANSWER_SECONDS, TimeUnit.SECONDS);
            if (answer == null || answer.startsWith(StoreApplication.FAILED)) {
                throw new IllegalStateException(statement + ": " + answer);
            }
            return answer;
        } catch (IOException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(statement, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(statement, e);
        }
    }

    private @Nullable String answer() {
        try {
            String line;
            while ((line = answers.readLine()) != null) {
                if (line.startsWith(StoreApplication.SAYS)) {
                    return line.substring(StoreApplication.SAYS.length());
                }
            }
        } catch (IOException e) {
            // It was killed.
        }
        return null;
    }

    /** Ends it as a crash would. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (process.waitFor(30, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
