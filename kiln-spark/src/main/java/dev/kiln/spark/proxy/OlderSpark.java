package dev.kiln.spark.proxy;

import dev.kiln.protocol.Plan;
import dev.kiln.protocol.SQL;
import dev.kiln.protocol.SqlCommand;

/** Says to a Spark before 4.0 what it would not find where today's clients put it. */
final class OlderSpark {
    private OlderSpark() {}

    /** The plan as an engine of this version understands it. */
    static Plan understandable(Plan plan, String sparkVersion) {
        SqlCommand command = plan.getCommand().getSqlCommand();
        if (!sparkVersion.startsWith("3.") || !command.getInput().hasSql()) {
            return plan;
        }
        Plan.Builder older = plan.toBuilder();
        older.getCommandBuilder()
                .setSqlCommand(withText(command, command.getInput().getSql()));
        return older.build();
    }

    @SuppressWarnings("deprecation")
    private static SqlCommand withText(SqlCommand command, SQL sql) {
        return command.toBuilder()
                .setSql(sql.getQuery())
                .putAllArgs(sql.getArgsMap())
                .addAllPosArgs(sql.getPosArgsList())
                .putAllNamedArguments(sql.getNamedArgumentsMap())
                .addAllPosArguments(sql.getPosArgumentsList())
                .build();
    }
}
