package dev.kiln.spark.process;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A process of this machine, told apart from later ones of the same number by when it started.
 *
 * @param pid its number
 * @param started when it started
 */
public record ProcessIdentity(long pid, Instant started) {
    /** Setting the machine's clock moves the start times of all processes a little. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    /** The identity of a process that runs; without start time if the system does not tell it. */
    public static ProcessIdentity of(ProcessHandle process) {
        return new ProcessIdentity(process.pid(), process.info().startInstant().orElse(Instant.EPOCH));
    }

    /** The process, if it still runs. */
    public Optional<ProcessHandle> find() {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::isTheSame);
    }

    public boolean isAlive() {
        return find().isPresent();
    }

    private boolean isTheSame(ProcessHandle process) {
        Instant start = process.info().startInstant().orElse(Instant.EPOCH);
        return Duration.between(start, started).abs().compareTo(TOLERANCE) <= 0;
    }
}
