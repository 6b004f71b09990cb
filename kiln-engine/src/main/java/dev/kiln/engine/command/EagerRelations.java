package dev.kiln.engine.command;

import com.google.protobuf.Message;
import dev.kiln.engine.analysis.MessageTree;
import dev.kiln.protocol.Aggregate;
import dev.kiln.protocol.Read;
import dev.kiln.protocol.SQL;
import java.util.Set;
import java.util.function.Predicate;

/** Tells relations whose very planning runs something: queries, catalog changes, or text that may be a command. */
public final class EagerRelations {
    private static final Set<String> RUNNING = Set.of(
            "ShowString",
            "HtmlString",
            "Catalog",
            "StatCov",
            "StatCorr",
            "StatApproxQuantile",
            "StatCrosstab",
            "StatFreqItems",
            "StatDescribe",
            "StatSummary",
            "StatSampleBy",
            "Transpose");

    private EagerRelations() {}

    /** Whether the relation, or one below it, does work while it is planned, be it no more than to look into files. */
    public static boolean isEager(Message relation) {
        return runs(relation, text -> false) || MessageTree.anyMatch(relation, message -> message instanceof Read);
    }

    /**
     * Whether the relation, or one below it, runs something while it is planned.
     *
     * @param isQuery whether a SQL text is nothing but a query
     */
    public static boolean runs(Message relation, Predicate<String> isQuery) {
        return MessageTree.anyMatch(
                relation,
                message -> RUNNING.contains(message.getDescriptorForType().getName())
                        || message instanceof SQL sql && !isQuery.test(sql.getQuery())
                        || findsPivotValues(message));
    }

    private static boolean findsPivotValues(Message message) {
        return message instanceof Aggregate aggregate
                && aggregate.hasPivot()
                && aggregate.getPivot().getValuesCount() == 0;
    }
}
