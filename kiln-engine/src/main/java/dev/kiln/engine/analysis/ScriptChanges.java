package dev.kiln.engine.analysis;

import dev.kiln.spi.StateChange;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.catalyst.plans.logical.CompoundBody;
import org.apache.spark.sql.catalyst.plans.logical.CreateVariable;
import org.apache.spark.sql.catalyst.plans.logical.ExceptionHandler;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.SingleStatement;
import scala.jdk.javaapi.CollectionConverters;

/** Tells what a SQL script may change of its session's state, from its statements, whichever of them are reached. */
final class ScriptChanges {
    private static final String WHAT = "what a SQL script has made";

    private final Function<LogicalPlan, StateChange> statements;

    /** @param statements tells what a statement by itself would change */
    ScriptChanges(Function<LogicalPlan, StateChange> statements) {
        this.statements = statements;
    }

    StateChange of(CompoundBody script) {
        List<StateChange> parts = new ArrayList<>();
        collect(script, parts);
        return parts.isEmpty() ? StateChange.NONE : new StateChange.Several(parts, WHAT);
    }

    private void collect(LogicalPlan part, List<StateChange> parts) {
        if (part instanceof SingleStatement statement) {
            // What a script declares is its own, and gone with it.
            if (!(statement.parsedPlan() instanceof CreateVariable)) {
                add(statements.apply(statement.parsedPlan()), parts);
            }
            return;
        }
        CollectionConverters.asJava(part.children()).forEach(child -> collect(child, parts));
        if (part instanceof CompoundBody body) {
            for (ExceptionHandler handler : CollectionConverters.asJava(body.handlers())) {
                collect(handler.body(), parts);
            }
        }
    }

    private static void add(StateChange change, List<StateChange> parts) {
        if (change instanceof StateChange.Several several) {
            parts.addAll(several.parts());
        } else if (!change.equals(StateChange.NONE)) {
            parts.add(change);
        }
    }
}
