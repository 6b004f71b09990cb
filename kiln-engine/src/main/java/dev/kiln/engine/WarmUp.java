package dev.kiln.engine;

import dev.kiln.protocol.Command;
import dev.kiln.protocol.ConfigRequest;
import dev.kiln.protocol.Plan;
import dev.kiln.protocol.Relation;
import dev.kiln.protocol.SQL;
import dev.kiln.protocol.SqlCommand;
import dev.kiln.spi.EngineSession;
import dev.kiln.spi.Operation;
import dev.kiln.spi.OperationRequest;
import dev.kiln.spi.Preparation;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The requests that an engine makes to itself, so that a client's first ones find their classes loaded. */
final class WarmUp {
    private static final Relation QUERY = sql("select id % 2 as k, count(*) as c, sum(id) as s from range(10)"
            + " where id > 1 group by id % 2 order by k limit 5");
    private static final Relation COMMAND = sql("show databases");

    private WarmUp() {}

    /** Changes nothing that outlives the session. */
    static void run(EngineSession session) {
        session.configure(ConfigRequest.Operation.newBuilder()
                .setGetAll(ConfigRequest.GetAll.getDefaultInstance())
                .build());
        List<Plan> plans =
                List.of(command(QUERY), Plan.newBuilder().setRoot(QUERY).build(), command(COMMAND));
        for (Plan plan : plans) {
            Preparation preparation =
                    session.prepare(new OperationRequest(UUID.randomUUID().toString(), plan, Set.of()));
            if (preparation instanceof Preparation.Ready ready) {
                try (Operation operation = ready.operation()) {
                    operation.run(response -> {});
                }
            }
        }
    }

    private static Relation sql(String text) {
        return Relation.newBuilder().setSql(SQL.newBuilder().setQuery(text)).build();
    }

    private static Plan command(Relation relation) {
        return Plan.newBuilder()
                .setCommand(Command.newBuilder()
                        .setSqlCommand(SqlCommand.newBuilder().setInput(relation)))
                .build();
    }
}
