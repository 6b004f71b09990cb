package dev.kiln.engine.command;

import dev.kiln.engine.analysis.FrontEndSession;
import dev.kiln.engine.analysis.OperationScope;
import dev.kiln.engine.error.ErrorReports;
import dev.kiln.spi.EngineException;
import dev.kiln.spi.Operation;
import dev.kiln.spi.Progress;
import dev.kiln.spi.ResultSink;
import dev.kiln.spi.UnsupportedPlanException;
import java.util.Optional;

/** What all operations of a session have in common: the active session, cancellation and errors. */
abstract class SessionOperation implements Operation {
    private final FrontEndSession session;
    private final String operationId;
    private final OperationScope scope;

    SessionOperation(FrontEndSession session, String operationId) {
        this.session = session;
        this.operationId = operationId;
        this.scope = new OperationScope(operationId);
    }

    /** Does the work, with the session active. Any exception may be thrown. */
    abstract void execute(ResultSink sink);

    final FrontEndSession session() {
        return session;
    }

    final String operationId() {
        return operationId;
    }

    final OperationScope scope() {
        return scope;
    }

    @Override
    public final void run(ResultSink sink) {
        session.within(() -> {
            scope.enter();
            try {
                scope.requireNotCancelled();
                execute(sink);
            } catch (UnsupportedPlanException | EngineException e) {
                throw e;
            } catch (RuntimeException | StackOverflowError e) {
                throw translated(e);
            } catch (Throwable e) {
                // Scala code throws checked exceptions without declaring them.
                throw e instanceof Error fatal ? rethrow(fatal) : translated(e);
            } finally {
                OperationScope.leave();
            }
            return null;
        });
    }

    private EngineException translated(Throwable failure) {
        if (scope.isCancelled() || ErrorReports.isCancellation(failure)) {
            return ErrorReports.cancelled(operationId, failure);
        }
        return ErrorReports.engineException(failure, ErrorReports.StackTraces.shownIf(session.showsStackTraces()));
    }

    private static EngineException rethrow(Error fatal) {
        throw fatal;
    }

    @Override
    public final void interrupt() {
        scope.cancel();
    }

    @Override
    public final Optional<Progress> progress() {
        return scope.progress();
    }
}
