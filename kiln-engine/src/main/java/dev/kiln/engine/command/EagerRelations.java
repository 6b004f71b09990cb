package dev.kiln.engine.command;

import com.google.protobuf.Message;
import dev.kiln.engine.analysis.MessageTree;
import dev.kiln.protocol.Aggregate;
import java.util.Set;

/** Tells relations whose very planning runs something: queries, catalog changes, or text that may be a command. */
public final class EagerRelations {
    private static final Set<String> EAGER = Set.of(
            "ShowString",
            "HtmlString",
            "Catalog",
            "SQL",
            "StatCov",
            "StatCorr",
            "StatApproxQuantile",
            "StatCrosstab",
            "StatFreqItems",
            "StatDescribe",
            "StatSummary",
            "StatSampleBy",
            "Transpose",
            "Read");

    private EagerRelations() {}

    /** Whether the relation, or one below it, does work while it is planned. */
    public static boolean isEager(Message relation) {
        return MessageTree.anyMatch(
                relation,
                message -> EAGER.contains(message.getDescriptorForType().getName()) || findsPivotValues(message));
    }

    private static boolean findsPivotValues(Message message) {
        return message instanceof Aggregate aggregate
                && aggregate.hasPivot()
                && aggregate.getPivot().getValuesCount() == 0;
    }
}
