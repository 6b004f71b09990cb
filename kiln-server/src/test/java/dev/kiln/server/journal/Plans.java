package dev.kiln.server.journal;

import dev.kiln.protocol.Command;
import dev.kiln.protocol.CreateDataFrameViewCommand;
import dev.kiln.protocol.Plan;
import dev.kiln.protocol.Read;
import dev.kiln.protocol.Relation;
import dev.kiln.protocol.SQL;
import dev.kiln.protocol.SqlCommand;

/** Plans as clients send them. */
public final class Plans {
    private Plans() {}

    public static Plan command(String sql) {
        return Plan.newBuilder()
                .setCommand(Command.newBuilder()
                        .setSqlCommand(SqlCommand.newBuilder()
                                .setInput(Relation.newBuilder()
                                        .setSql(SQL.newBuilder().setQuery(sql)))))
                .build();
    }

    public static Plan query(String sql) {
        return Plan.newBuilder()
                .setRoot(Relation.newBuilder().setSql(SQL.newBuilder().setQuery(sql)))
                .build();
    }

    /** A view over a table or another view. */
    public static Plan view(String name, String over) {
        return Plan.newBuilder()
                .setCommand(Command.newBuilder()
                        .setCreateDataframeView(CreateDataFrameViewCommand.newBuilder()
                                .setName(name)
                                .setReplace(true)
                                .setInput(Relation.newBuilder()
                                        .setRead(Read.newBuilder()
                                                .setNamedTable(Read.NamedTable.newBuilder()
                                                        .setUnparsedIdentifier(over))))))
                .build();
    }
}
