package dev.kiln.engine.command;

import dev.kiln.engine.analysis.FrontEndSession;
import dev.kiln.protocol.Command;
import dev.kiln.protocol.ExecutePlanResponse;
import dev.kiln.protocol.Relation;
import dev.kiln.protocol.SQL;
import dev.kiln.protocol.SqlCommand;
import dev.kiln.spi.ResultSink;
import java.util.Optional;

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
        Optional<String> text = textWithoutParameters(requested.getSqlCommand());
        if (text.filter(session()::isKnownQuery).isPresent()) {
            sink.accept(echo(text.get()));
            return;
        }
        session().run(command, operationId(), response -> sink.accept(withRequestedRelation(withoutIds(response))));
        ObservedMetricsMessages.send(scope().observations(), sink);
    }

    /** Clients send the text as a relation or, the official JVM client among them, in the deprecated field. */
    @SuppressWarnings("deprecation")
    private static Optional<String> textWithoutParameters(SqlCommand command) {
        if (command.getAllFields().size() != 1) {
            return Optional.empty();
        }
        if (!command.hasInput()) {
            return Optional.of(command.getSql());
        }
        SQL sql = command.getInput().getSql();
        return sql.getAllFields().size() == 1 ? Optional.of(sql.getQuery()) : Optional.empty();
    }

    /** What a client is to send to get the rows of a query. */
    private ExecutePlanResponse.Builder echo(String text) {
        Relation relation = requested.getSqlCommand().hasInput()
                ? requested.getSqlCommand().getInput()
                : Relation.newBuilder().setSql(SQL.newBuilder().setQuery(text)).build();
        return ExecutePlanResponse.newBuilder()
                .setSqlCommandResult(
                        ExecutePlanResponse.SqlCommandResult.newBuilder().setRelation(relation));
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
