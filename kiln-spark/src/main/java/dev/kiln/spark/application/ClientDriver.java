package dev.kiln.spark.application;

import dev.kiln.spark.SparkSetupException;
import dev.kiln.spark.process.ProcessEnd;
import dev.kiln.spark.process.ProcessIdentity;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Set;

/** A driver that is a child of this process, with its output passed on and kept. */
final class ClientDriver {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** A child of the driver may hold its output open when the driver has gone. */
    private static final Duration LAST_OUTPUT = Duration.ofSeconds(5);

    /** What a process exits with that was told to end: by Ctrl-C, by force, politely. */
    private static final Set<Integer> ENDED_BY_SIGNAL = Set.of(128 + 2, 128 + 9, 128 + 15);

    private final ApplicationRegistry registry;

    ClientDriver(ApplicationRegistry registry) {
        this.registry = registry;
    }

    /**
     * Runs a driver to its end. When this process is told to end, so is the driver.
     *
     * @return the record with the outcome, which is written down
     * @throws SparkSetupException if the driver cannot be started
     */
    ApplicationRecord run(
            SparkSubmitProcess sparkSubmit,
            SubmitRequest request,
            ApplicationRecord submitted,
            PrintStream out,
            PrintStream err) {
        ApplicationDirectory place = registry.directory(submitted.id());
        Process process = sparkSubmit.startDriver(request, place);
        ProcessIdentity identity = ProcessIdentity.of(process.toHandle());
        ApplicationRecord running = submitted
                .with(new DriverPlace.Here(identity, ProcessIdentity.of(ProcessHandle.current())))
                .with(Outcome.of(ApplicationState.RUNNING));
        Thread hook = new Thread(() -> end(running, identity), "kiln-end-driver");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            registry.write(running);
            ApplicationRecord ended = running.with(outcome(pass(process, place, out, err)));
            registry.write(ended);
            return ended;
        } catch (InterruptedException e) {
            end(running, identity);
            Thread.currentThread().interrupt();
            throw new SparkSetupException("interrupted while the driver ran", e);
        } catch (IOException e) {
            end(running, identity);
            throw new SparkSetupException("cannot keep the driver's output: " + e.getMessage(), e);
        } finally {
            removeHook(hook);
        }
    }

    private static int pass(Process process, ApplicationDirectory place, PrintStream out, PrintStream err)
            throws IOException, InterruptedException {
        try (OutputStream keptOut = Files.newOutputStream(place.output());
                OutputStream keptErr = Files.newOutputStream(place.errors())) {
            Thread output = copy("kiln-driver-out", new CappedCopy(process.getInputStream(), out, keptOut));
            Thread errors = copy("kiln-driver-err", new CappedCopy(process.getErrorStream(), err, keptErr));
            int code = process.waitFor();
            output.join(LAST_OUTPUT.toMillis());
            errors.join(LAST_OUTPUT.toMillis());
            return code;
        } finally {
            Files.deleteIfExists(place.properties());
        }
    }

    private static Thread copy(String name, CappedCopy copy) {
        Thread thread = new Thread(copy, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static Outcome outcome(int code) {
        ApplicationState state = code == 0
                ? ApplicationState.FINISHED
                : ENDED_BY_SIGNAL.contains(code) ? ApplicationState.KILLED : ApplicationState.FAILED;
        return Outcome.ended(code, state);
    }

    private void end(ApplicationRecord running, ProcessIdentity identity) {
        try {
            ProcessEnd.of(identity, PATIENCE);
            registry.write(
                    running.with(Outcome.of(ApplicationState.KILLED, "the command that waited for it was ended")));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // This process is ending already, and the hook runs.
        }
    }
}
