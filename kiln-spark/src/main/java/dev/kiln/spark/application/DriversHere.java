package dev.kiln.spark.application;

import dev.kiln.spark.SparkSetupException;
import dev.kiln.spark.master.ClusterManager;
import dev.kiln.spark.process.ProcessEnd;
import dev.kiln.spark.process.ProcessIdentity;
import java.time.Duration;

/** Drivers that are processes of the machine that submitted them: local and client mode. */
final class DriversHere implements ApplicationManager {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ApplicationRegistry registry;
    private final String thisMachine;

    DriversHere(ApplicationRegistry registry, String thisMachine) {
        this.registry = registry;
        this.thisMachine = thisMachine;
    }

    /** The process that waits for the driver writes down how it ended; a driver that nobody waited for is lost. */
    @Override
    public ApplicationRecord ask(ApplicationRecord record) {
        if (!record.submitter().equals(thisMachine)
                || !(record.driver() instanceof DriverPlace.Here here)
                || !here.isDeserted()) {
            return record;
        }
        return record.with(
                Outcome.of(ApplicationState.LOST, "its driver and the command that waited for it ended unseen"));
    }

    @Override
    public void kill(ApplicationRecord record) {
        ProcessIdentity process = process(record);
        try {
            if (!ProcessEnd.of(process, PATIENCE)) {
                throw new SparkSetupException("the driver, process " + process.pid() + ", does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SparkSetupException("interrupted while ending process " + process.pid(), e);
        }
    }

    private ProcessIdentity process(ApplicationRecord record) {
        if (!record.submitter().equals(thisMachine)) {
            throw new SparkSetupException(
                    "the driver of " + record.id() + " runs on " + record.submitter() + "; end it there");
        }
        if (record.driver() instanceof DriverPlace.Here here) {
            return here.process();
        }
        throw new SparkSetupException(record.id() + " has no driver yet");
    }

    @Override
    public LogReader driverLog(ApplicationRecord record, LogStream stream) {
        ApplicationDirectory place = registry.directory(record.id());
        return new FileLog(stream == LogStream.STDOUT ? place.output() : place.errors());
    }

    @Override
    public LogReader executorLog(ApplicationRecord record, int executor, LogStream stream) {
        if (record.manager() == ClusterManager.STANDALONE && record.page().isPresent()) {
            return new StandaloneExecutorLog(
                    record.page().get(), driverLog(record, LogStream.STDERR), executor, stream);
        }
        throw new SparkSetupException(
                record.manager() == ClusterManager.LOCAL
                        ? "in local mode the driver is its own executor; see its log"
                        : "the executors of " + record.id() + " cannot be found from here");
    }
}
