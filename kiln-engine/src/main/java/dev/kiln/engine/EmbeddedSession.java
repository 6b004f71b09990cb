package dev.kiln.engine;

import dev.kiln.engine.analysis.FrontEndSession;
import dev.kiln.engine.analysis.UserCodeScreen;
import dev.kiln.engine.artifact.CachedRelations;
import dev.kiln.engine.artifact.SessionArtifacts;
import dev.kiln.engine.command.CleanCacheOperation;
import dev.kiln.engine.command.CommandOperation;
import dev.kiln.engine.command.ConfigOperations;
import dev.kiln.engine.command.EagerRelations;
import dev.kiln.engine.command.QueryOperation;
import dev.kiln.engine.error.ErrorReports;
import dev.kiln.protocol.AnalyzePlanRequest;
import dev.kiln.protocol.AnalyzePlanResponse;
import dev.kiln.protocol.Command;
import dev.kiln.protocol.ConfigRequest;
import dev.kiln.protocol.ConfigResponse;
import dev.kiln.protocol.MlCommand;
import dev.kiln.protocol.Plan;
import dev.kiln.protocol.Relation;
import dev.kiln.spi.ArtifactStore;
import dev.kiln.spi.EngineSession;
import dev.kiln.spi.Operation;
import dev.kiln.spi.OperationRequest;
import dev.kiln.spi.Preparation;
import dev.kiln.spi.SessionIdentity;
import dev.kiln.spi.StateChange;
import dev.kiln.spi.UnsupportedPlanException;
import dev.kiln.spi.UnsupportedReason;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.apache.spark.sql.connect.common.InvalidPlanInput;
import org.apache.spark.sql.connect.planner.InvalidInputErrors;

/** A session of the embedded engine. */
public final class EmbeddedSession implements EngineSession {
    private final FrontEndSession frontEnd;
    private final SessionArtifacts artifacts;
    private final CachedRelations cachedRelations;

    private final Supplier<SessionArtifacts> newArtifacts;

    /**
     * @param newArtifacts makes an empty store: for this session and for its copies
     */
    EmbeddedSession(FrontEndSession frontEnd, Supplier<SessionArtifacts> newArtifacts) {
        this.frontEnd = frontEnd;
        this.newArtifacts = newArtifacts;
        this.artifacts = newArtifacts.get();
        this.cachedRelations = new CachedRelations(artifacts, frontEnd.userId(), frontEnd.sessionId());
    }

    @Override
    public Preparation prepare(OperationRequest request) {
        if (isCleanCache(request.plan())) {
            return new Preparation.Ready(new CleanCacheOperation());
        }
        List<UnsupportedReason> reasons = UserCodeScreen.check(request.plan());
        if (!reasons.isEmpty()) {
            return new Preparation.Unsupported(reasons);
        }
        try {
            return new Preparation.Ready(answering(() -> operation(request)));
        } catch (UnsupportedPlanException e) {
            return new Preparation.Unsupported(e.reasons());
        }
    }

    @Override
    public List<UnsupportedReason> refusals(Plan plan) {
        List<UnsupportedReason> reasons = UserCodeScreen.check(plan);
        if (!reasons.isEmpty() || !plan.hasRoot()) {
            return reasons;
        }
        try {
            answering(() -> {
                Relation relation = cachedRelations.inlined(plan.getRoot());
                if (!EagerRelations.runs(relation, frontEnd::isQuery)) {
                    try (QueryOperation operation =
                            new QueryOperation(frontEnd, UUID.randomUUID().toString(), relation)) {
                        operation.prepare();
                    }
                }
                return plan;
            });
            return List.of();
        } catch (UnsupportedPlanException e) {
            return e.reasons();
        }
    }

    private Operation operation(OperationRequest request) throws InvalidPlanInput {
        Plan plan = request.plan();
        return switch (plan.getOpTypeCase()) {
            case ROOT -> query(request.operationId(), cachedRelations.inlined(plan.getRoot()));
            case COMMAND -> command(request.operationId(), plan.getCommand());
            default ->
                throw InvalidInputErrors.invalidOneOfField(
                        org.apache.spark.connect.proto.Plan.OpTypeCase.forNumber(
                                plan.getOpTypeCase().getNumber()),
                        org.apache.spark.connect.proto.Plan.getDescriptor());
        };
    }

    private Operation query(String operationId, Relation relation) throws InvalidPlanInput {
        QueryOperation operation = new QueryOperation(frontEnd, operationId, relation);
        if (!EagerRelations.isEager(relation)) {
            operation.prepare();
        }
        return operation;
    }

    private Operation command(String operationId, Command command) throws InvalidPlanInput {
        return new CommandOperation(frontEnd, operationId, command, cachedRelations.inlined(command));
    }

    private static boolean isCleanCache(Plan plan) {
        return plan.getCommand().getMlCommand().getCommandCase() == MlCommand.CommandCase.CLEAN_CACHE;
    }

    @Override
    public AnalyzePlanResponse analyze(AnalyzePlanRequest request) {
        List<UnsupportedReason> reasons = UserCodeScreen.check(request);
        if (!reasons.isEmpty()) {
            throw new UnsupportedPlanException(reasons);
        }
        return answering(() -> frontEnd.analyze(cachedRelations.inlined(request)));
    }

    @Override
    public ConfigResponse configure(ConfigRequest.Operation operation) {
        return answering(() -> ConfigOperations.changes(operation)
                ? frontEnd.changing(
                        () -> ConfigOperations.run(operation, frontEnd.spark().conf()))
                : ConfigOperations.run(operation, frontEnd.spark().conf()));
    }

    /** Runs the body with the session active and describes its failures as Spark does, refusals apart. */
    private <T> T answering(Callable<T> body) {
        return frontEnd.within(() -> {
            try {
                return body.call();
            } catch (UnsupportedPlanException e) {
                throw e;
            } catch (Exception | StackOverflowError e) {
                throw ErrorReports.engineException(e, ErrorReports.StackTraces.shownIf(frontEnd.showsStackTraces()));
            }
        });
    }

    @Override
    public ArtifactStore artifacts() {
        return artifacts;
    }

    @Override
    public StateChange stateChange(Plan plan) {
        return frontEnd.within(() -> frontEnd.stateChange(plan));
    }

    @Override
    public void refresh() {
        frontEnd.refresh();
    }

    @Override
    public EngineSession copy(SessionIdentity target) {
        EmbeddedSession copy = new EmbeddedSession(frontEnd.copy(target.userId(), target.sessionId()), newArtifacts);
        try {
            artifacts.copyTo(copy.artifacts);
        } catch (IOException e) {
            copy.close();
            throw ErrorReports.engineException(e, ErrorReports.StackTraces.LEFT_OUT);
        }
        return copy;
    }

    @Override
    public void close() {
        frontEnd.close();
        artifacts.close();
    }
}
