package dev.kiln.spark.application;

import dev.kiln.spark.SparkSetupException;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Follows an application and prints a log of it while it comes. */
public final class ApplicationWatch {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    private static final Duration LATE_LOGS = Duration.ofSeconds(20);

    private final Applications applications;
    private final PrintStream out;
    private final PrintStream err;

    /**
     * @param out gets what is written to standard output there
     * @param err gets the rest
     */
    public ApplicationWatch(Applications applications, PrintStream out, PrintStream err) {
        this.applications = applications;
        this.out = out;
        this.err = err;
    }

    /**
     * Prints a log as far as it has come.
     *
     * @param executor whose; the driver's if nothing is said
     * @throws SparkSetupException if it cannot be reached
     */
    public void print(ApplicationRecord record, OptionalInt executor) {
        try {
            for (LogFollower follower : followers(record, executor)) {
                follower.catchUp();
            }
        } catch (IOException e) {
            throw new SparkSetupException("the log cannot be reached: " + e.getMessage(), e);
        }
    }

    /**
     * Prints a log until the application has ended, which may be never.
     *
     * @param executor whose; the driver's if nothing is said
     * @return the application as it is then
     * @throws SparkSetupException if there is no such application
     */
    public ApplicationRecord follow(String id, OptionalInt executor) throws InterruptedException {
        List<LogFollower> followers = List.of();
        Optional<String> followed = Optional.empty();
        String complaint = "";
        long deadline = System.nanoTime() + LATE_LOGS.toNanos();
        while (true) {
            ApplicationRecord record = applications.get(id);
            // A driver that was started again elsewhere has another log.
            if (followers.isEmpty() || !followed.equals(record.submission())) {
                followers = followers(record, executor);
                followed = record.submission();
            }
            boolean isComplete = true;
            try {
                for (LogFollower follower : followers) {
                    follower.catchUp();
                }
            } catch (IOException e) {
                isComplete = false;
                String reason = "kiln: " + e.getMessage();
                if (!reason.equals(complaint)) {
                    err.println(reason);
                }
                complaint = reason;
            }
            if (record.state().isFinal()) {
                // Some clusters gather logs only when it is over.
                if (isComplete || System.nanoTime() - deadline > 0) {
                    return record;
                }
            } else {
                deadline = System.nanoTime() + LATE_LOGS.toNanos();
            }
            Thread.sleep(BETWEEN_LOOKS.toMillis());
        }
    }

    private List<LogFollower> followers(ApplicationRecord record, OptionalInt executor) {
        return List.of(
                new LogFollower(log(record, executor, LogStream.STDERR), err),
                new LogFollower(log(record, executor, LogStream.STDOUT), out));
    }

    private LogReader log(ApplicationRecord record, OptionalInt executor, LogStream stream) {
        return executor.isPresent()
                ? applications.executorLog(record, executor.getAsInt(), stream)
                : applications.driverLog(record, stream);
    }
}
