package dev.kiln.server.routing;

import dev.kiln.protocol.ExecutePlanResponse;
import dev.kiln.server.journal.Action;
import dev.kiln.spi.EngineException;
import dev.kiln.spi.Operation;
import dev.kiln.spi.OperationRequest;
import dev.kiln.spi.Progress;
import dev.kiln.spi.ResultSink;
import dev.kiln.spi.StateChange;
import dev.kiln.spi.UnsupportedPlanException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An operation on the engine that its route names. What the embedded engine finds out only while it runs, before it has done
 * anything, sends the operation on to another one.
 */
final class RoutedOperation implements Operation {
    private static final Logger LOG = LoggerFactory.getLogger(RoutedOperation.class);

    private final RoutedSession session;
    private final OperationRequest request;
    private final StateChange change;
    private final Optional<Operation> embedded;
    private final Interruption interruption = new Interruption();
    private volatile Route route;
    private volatile Optional<String> activity = Optional.empty();

    /** @param embedded the operation on the embedded engine, if the route leads there */
    RoutedOperation(
            RoutedSession session,
            OperationRequest request,
            StateChange change,
            Optional<Operation> embedded,
            Route route) {
        this.session = session;
        this.request = request;
        this.change = change;
        this.embedded = embedded;
        this.route = route;
    }

    /** Where it runs, or would; it may change until the first response. */
    Route route() {
        return route;
    }

    @Override
    public void run(ResultSink sink) {
        if (change.equals(StateChange.NONE)) {
            execute(sink);
        } else {
            if (!route.isEmbedded()) {
                // Other changes need not wait for that.
                start();
            }
            session.change(change, new Action.Execute(request.plan()), interruption, () -> execute(sink));
        }
    }

    private Replica execute(ResultSink sink) {
        if (embedded.isPresent()) {
            CountingSink counting = new CountingSink(sink);
            try {
                Replica replica = session.embedded(interruption);
                interruption.during(embedded.get(), () -> embedded.get().run(counting));
                return replica;
            } catch (UnsupportedPlanException e) {
                route = session.routeAfter(e.reasons())
                        .filter(other -> counting.isUnused())
                        .orElseThrow(() -> e);
            } catch (EngineException e) {
                route = session.routeAfter(e)
                        .filter(other -> counting.isUnused())
                        .orElseThrow(() -> e);
            }
        }
        return executeRemotely(sink);
    }

    private Replica executeRemotely(ResultSink sink) {
        LOG.info("operation {} of session {} goes to {}", request.operationId(), session.id(), route);
        try {
            Replica replica = start();
            activity = Optional.of("bringing the session to the engine " + route.engine());
            session.follow(replica, request.plan(), interruption);
            activity = Optional.empty();
            try (Operation operation = session.operationOn(replica, request)) {
                interruption.during(operation, () -> operation.run(sink));
            } finally {
                session.refreshEmbedded();
            }
            return replica;
        } finally {
            activity = Optional.empty();
        }
    }

    private Replica start() {
        activity = Optional.of("starting the engine " + route.engine());
        try {
            return session.started(route.engine(), interruption);
        } finally {
            activity = Optional.empty();
        }
    }

    @Override
    public void interrupt() {
        interruption.interrupt();
    }

    @Override
    public Optional<Progress> progress() {
        return activity.map(what -> new Progress(0, 0, Optional.of(what)))
                .or(() -> interruption.running().flatMap(Operation::progress));
    }

    @Override
    public String description() {
        return "route: " + route;
    }

    @Override
    public void close() {
        embedded.ifPresent(Operation::close);
    }

    /** Knows whether anything has come. For one thread. */
    private static final class CountingSink implements ResultSink {
        private final ResultSink sink;
        private boolean used;

        CountingSink(ResultSink sink) {
            this.sink = sink;
        }

        @Override
        public void accept(ExecutePlanResponse.Builder response) {
            used = true;
            sink.accept(response);
        }

        boolean isUnused() {
            return !used;
        }
    }
}
