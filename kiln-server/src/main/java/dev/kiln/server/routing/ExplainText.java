package dev.kiln.server.routing;

import dev.kiln.protocol.Plan;
import dev.kiln.protocol.Relation;
import dev.kiln.protocol.SQL;
import dev.kiln.protocol.SqlCommand;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Recognizes SQL text that explains a statement instead of running it. */
final class ExplainText {
    private static final String GAP = "(?>\\s++|--[^\\n]*+(?:\\n|$)|/\\*.*?\\*/)";

    private static final Pattern EXPLAIN = Pattern.compile(
            GAP + "*+explain(?:" + GAP + "++(?:logical|formatted|extended|codegen|cost)\\b)?" + GAP
                    + "++(?<statement>.+)",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private ExplainText() {}

    /** The statement that a plan explains, as a plan of its own, with the same parameters; empty if it explains none. */
    static Optional<Plan> statementIn(Plan plan) {
        SqlCommand command = plan.getCommand().getSqlCommand();
        SQL text = command.hasInput() ? command.getInput().getSql() : ofOlderClient(command);
        Matcher explain = EXPLAIN.matcher(text.getQuery());
        return explain.matches()
                ? Optional.of(Plan.newBuilder()
                        .setRoot(Relation.newBuilder().setSql(text.toBuilder().setQuery(explain.group("statement"))))
                        .build())
                : Optional.empty();
    }

    @SuppressWarnings("deprecation") // the official JVM client, too, sends the text there
    private static SQL ofOlderClient(SqlCommand command) {
        return SQL.newBuilder()
                .setQuery(command.getSql())
                .putAllNamedArguments(command.getNamedArgumentsMap())
                .addAllPosArguments(command.getPosArgumentsList())
                .build();
    }
}
