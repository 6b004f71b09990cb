package dev.kiln.server.routing;

import com.google.protobuf.ByteString;
import dev.kiln.protocol.Command;
import dev.kiln.protocol.ExecutePlanResponse;
import dev.kiln.protocol.LocalRelation;
import dev.kiln.protocol.Plan;
import dev.kiln.protocol.Relation;
import dev.kiln.protocol.SQL;
import dev.kiln.protocol.SqlCommand;
import dev.kiln.protocol.SubqueryAlias;
import dev.kiln.protocol.WithRelations;
import dev.kiln.server.error.FrontDoorErrors;
import dev.kiln.server.error.ThrownAs;
import dev.kiln.server.journal.Action;
import dev.kiln.spi.EngineSession;
import dev.kiln.spi.Operation;
import dev.kiln.spi.OperationRequest;
import dev.kiln.spi.Preparation;
import dev.kiln.spi.UnsupportedPlanException;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The value of a session's variable, taken from one engine to be given to others. It travels as the rows that the engine
 * answers, so that nobody on the way needs to know its type.
 */
final class VariableValue {
    private VariableValue() {}

    /**
     * What gives the variable, on another engine, the value that it has on this one.
     *
     * @throws dev.kiln.spi.EngineException if the engine does not tell the value
     * @throws UnsupportedPlanException if it cannot
     */
    static Action of(EngineSession session, String name) {
        return new Action.Execute(assignment(name, rows(session, name)));
    }

    /** What asks for the value. */
    static Plan query(String name) {
        return Plan.newBuilder()
                .setRoot(sql("SELECT " + qualified(name) + " AS value"))
                .build();
    }

    private static ByteString rows(EngineSession session, String name) {
        OperationRequest request = new OperationRequest(UUID.randomUUID().toString(), query(name), Set.of());
        Preparation preparation = session.prepare(request);
        if (preparation instanceof Preparation.Unsupported refusal) {
            throw new UnsupportedPlanException(refusal.reasons());
        }
        ByteString[] rows = new ByteString[1];
        try (Operation operation = ((Preparation.Ready) preparation).operation()) {
            operation.run(response -> {
                ExecutePlanResponse.ArrowBatch batch = response.getArrowBatch();
                if (batch.getRowCount() > 0) {
                    rows[0] = batch.getData();
                }
            });
        }
        return Optional.ofNullable(rows[0])
                .orElseThrow(() ->
                        FrontDoorErrors.plain(ThrownAs.SPARK, "The variable " + name + " has no value to be read."));
    }

    private static Plan assignment(String name, ByteString rows) {
        // A name of its own, because it is a temporary view for a moment.
        String alias = "kiln_value_" + UUID.randomUUID().toString().replace('-', '_');
        WithRelations both = WithRelations.newBuilder()
                .setRoot(sql("SET VARIABLE " + qualified(name) + " = (SELECT value FROM " + alias + ")"))
                .addReferences(Relation.newBuilder()
                        .setSubqueryAlias(SubqueryAlias.newBuilder()
                                .setAlias(alias)
                                .setInput(Relation.newBuilder()
                                        .setLocalRelation(
                                                LocalRelation.newBuilder().setData(rows)))))
                .build();
        return Plan.newBuilder()
                .setCommand(Command.newBuilder()
                        .setSqlCommand(SqlCommand.newBuilder()
                                .setInput(Relation.newBuilder().setWithRelations(both))))
                .build();
    }

    private static String qualified(String name) {
        return "system.session.`" + name.replace("`", "``") + "`";
    }

    private static Relation sql(String text) {
        return Relation.newBuilder().setSql(SQL.newBuilder().setQuery(text)).build();
    }
}
