package dev.kiln.spark.application;

import dev.kiln.spark.SparkSetupException;
import dev.kiln.spark.standalone.DriverState;
import dev.kiln.spark.standalone.MasterPage;
import dev.kiln.spark.standalone.MasterState;
import dev.kiln.spark.standalone.RestGateway;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/** Drivers that run on the workers of a standalone cluster. */
final class StandaloneDrivers implements ApplicationManager {
    @Override
    public ApplicationRecord ask(ApplicationRecord record) throws IOException {
        if (!(record.driver() instanceof DriverPlace.InCluster place)) {
            return record;
        }
        Optional<RestGateway.Status> status = status(record, place);
        if (status.isPresent() && status.get().state() != DriverState.RELAUNCHING) {
            return record.with(outcome(status.get()));
        }
        // When its worker is lost, the master starts it on another, under another id.
        Optional<String> successor = successor(record);
        if (successor.isPresent()) {
            return ask(record.with(new DriverPlace.InCluster(successor.get(), place.rest())));
        }
        return record.with(
                status.isPresent()
                        ? Outcome.of(ApplicationState.SUBMITTED, "its worker was lost; it waits for another")
                        : Outcome.of(ApplicationState.LOST, "the master does not know " + place.submission()));
    }

    private static Optional<RestGateway.Status> status(ApplicationRecord record, DriverPlace.InCluster place)
            throws IOException {
        if (place.rest().isPresent()) {
            return new RestGateway(place.rest().get()).status(place.submission());
        }
        return MasterState.ask(page(record))
                .driver(place.submission())
                .map(driver -> new RestGateway.Status(driver.state(), Optional.empty(), Optional.empty()));
    }

    private static Outcome outcome(RestGateway.Status status) {
        ApplicationState state =
                switch (status.state()) {
                    case SUBMITTED, RELAUNCHING, UNKNOWN -> ApplicationState.SUBMITTED;
                    case RUNNING -> ApplicationState.RUNNING;
                    case FINISHED -> ApplicationState.FINISHED;
                    case KILLED -> ApplicationState.KILLED;
                    case FAILED, ERROR -> ApplicationState.FAILED;
                };
        return status.message().map(note -> Outcome.of(state, note)).orElseGet(() -> Outcome.of(state));
    }

    private static Optional<String> successor(ApplicationRecord record) throws IOException {
        if (record.page().isEmpty()) {
            return Optional.empty();
        }
        String mark = "-D" + ApplicationRecord.ID_PROPERTY + "=" + record.id();
        URI page = record.page().get();
        for (MasterState.Driver driver : MasterState.ask(page).drivers()) {
            // The worker begins a driver's log with the command that starts it.
            if (driver.state() == DriverState.RUNNING
                    && new StandaloneDriverLog(page, driver.id(), LogStream.STDERR)
                            .read(0)
                            .text()
                            .contains(mark)) {
                return Optional.of(driver.id());
            }
        }
        return Optional.empty();
    }

    @Override
    public void kill(ApplicationRecord record) throws IOException {
        ApplicationRecord now = ask(record);
        if (now.state().isFinal() || !(now.driver() instanceof DriverPlace.InCluster place)) {
            return;
        }
        if (place.rest().isPresent()) {
            new RestGateway(place.rest().get()).kill(place.submission());
        } else {
            new MasterPage(page(record)).killDriver(place.submission());
        }
    }

    @Override
    public LogReader driverLog(ApplicationRecord record, LogStream stream) {
        return new StandaloneDriverLog(
                page(record),
                record.submission().orElseThrow(() -> new SparkSetupException(record.id() + " has no driver yet")),
                stream);
    }

    @Override
    public LogReader executorLog(ApplicationRecord record, int executor, LogStream stream) {
        return new StandaloneExecutorLog(page(record), driverLog(record, LogStream.STDERR), executor, stream);
    }

    private static URI page(ApplicationRecord record) {
        return record.page()
                .orElseThrow(() -> new SparkSetupException("the web page of " + record.master()
                        + " was not found when " + record.id() + " was submitted; say where it is with"
                        + " --conf spark.master.ui.port=PORT"));
    }
}
