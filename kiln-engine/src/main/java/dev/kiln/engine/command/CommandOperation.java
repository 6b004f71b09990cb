package dev.kiln.engine.command;

import dev.kiln.engine.analysis.FrontEndSession;
import dev.kiln.protocol.Command;
import dev.kiln.protocol.ExecutePlanResponse;
import dev.kiln.protocol.Relation;
import dev.kiln.spi.ResultSink;

/** Runs a command by Spark's own code; the queries in it come back to the embedded engine. */
public final class CommandOperation extends SessionOperation {
    private final Command requested;
    private final Command command;

    /**
     * @param requested the command as the client sent it
     * @param command the command with the relations in it that the client had uploaded
     */
    public CommandOperation(FrontEndSession session, String operationId, Command requested, Command command) {
        super(session, operationId);
        this.requested = requested;
        this.command = command;
    }

    @Override
    void execute(ResultSink sink) {
        if (isKnownQuery(requested.getSqlCommand().getInput())) {
            sink.accept(echo());
            return;
        }
        session().run(command, operationId(), response -> sink.accept(withRequestedRelation(withoutIds(response))));
        ObservedMetricsMessages.send(scope().observations(), sink);
    }

    /** Whether the relation is SQL text without parameters that Spark would find to be a query once more. */
    private boolean isKnownQuery(Relation relation) {
        return relation.getSql().getAllFields().size() == 1
                && session().isKnownQuery(relation.getSql().getQuery());
    }

    private ExecutePlanResponse.Builder echo() {
        return ExecutePlanResponse.newBuilder()
                .setSqlCommandResult(ExecutePlanResponse.SqlCommandResult.newBuilder()
                        .setRelation(requested.getSqlCommand().getInput()));
    }

    /**
     * A SQL query is echoed for the client to send it again. It gets back what it sent, not what its uploaded relations
     * were replaced by.
     */
    private ExecutePlanResponse.Builder withRequestedRelation(ExecutePlanResponse.Builder response) {
        boolean echo = response.getSqlCommandResult().getRelation().hasSql()
                || response.getSqlCommandResult().getRelation().hasWithRelations();
        if (echo && requested.getSqlCommand().hasInput()) {
            response.getSqlCommandResultBuilder()
                    .setRelation(requested.getSqlCommand().getInput());
        }
        return response;
    }

    private static ExecutePlanResponse.Builder withoutIds(ExecutePlanResponse response) {
        return response.toBuilder()
                .clearSessionId()
                .clearServerSideSessionId()
                .clearOperationId()
                .clearResponseId();
    }

    @Override
    public String description() {
        return "embedded: " + command.getCommandTypeCase();
    }

    @Override
    public void close() {
        // a command holds nothing beyond its run
    }
}
