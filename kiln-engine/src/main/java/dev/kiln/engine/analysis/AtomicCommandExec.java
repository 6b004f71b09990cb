package dev.kiln.engine.analysis;

import dev.kiln.engine.interop.Seqs;
import java.util.ArrayList;
import java.util.function.Supplier;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.command.ExecutedCommandExec;
import org.apache.spark.sql.execution.command.TruncateTableCommand;
import scala.Function1;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.BoxedUnit;

/** A command whose effects are seen together or not at all. Leaves no trace in what {@code EXPLAIN} shows. */
public final class AtomicCommandExec extends SparkPlan {
    private static final long serialVersionUID = 1L;

    private final SparkPlan command;
    private final transient SparkSession owner;
    private final transient CommandEffects effects;

    /** Public for Spark, which copies plans through their constructors. */
    public AtomicCommandExec(SparkPlan command, SparkSession owner, CommandEffects effects) {
        this.command = command;
        this.owner = owner;
        this.effects = effects;
    }

    @Override
    public InternalRow[] executeCollect() {
        return run(command::executeCollect);
    }

    @Override
    public RDD<InternalRow> doExecute() {
        return run(command::execute);
    }

    private <T> T run(Supplier<T> body) {
        boolean done = false;
        try {
            T result = effects.together(() -> {
                if (command instanceof ExecutedCommandExec executed
                        && executed.cmd() instanceof TruncateTableCommand truncate) {
                    // what the command then deletes is empty, and can be filled again
                    effects.empty(TruncatedDirectories.of(truncate, owner));
                }
                return body.get();
            });
            done = true;
            return result;
        } finally {
            if (!done) {
                // what the command has looked up may be gone
                owner.sessionState().catalog().invalidateAllCachedTables();
            }
        }
    }

    @Override
    public Seq<Attribute> output() {
        return command.output();
    }

    @Override
    public Seq<SparkPlan> children() {
        return Seqs.of(command);
    }

    @Override
    public SparkPlan withNewChildrenInternal(scala.collection.immutable.IndexedSeq<SparkPlan> children) {
        return new AtomicCommandExec(children.head(), owner, effects);
    }

    @Override
    public void generateTreeString(
            int depth,
            ArrayList<Object> lastChildren,
            Function1<String, BoxedUnit> append,
            boolean verbose,
            String prefix,
            boolean addSuffix,
            int maxFields,
            boolean printNodeId,
            boolean printOutputColumns,
            int indent) {
        command.generateTreeString(
                depth,
                lastChildren,
                append,
                verbose,
                prefix,
                addSuffix,
                maxFields,
                printNodeId,
                printOutputColumns,
                indent);
    }

    @Override
    public Seq<Object> otherCopyArgs() {
        return CollectionConverters.asScala(java.util.List.<Object>of(owner, effects))
                .toSeq();
    }

    @Override
    public Object productElement(int position) {
        if (position != 0) {
            throw new IndexOutOfBoundsException(position);
        }
        return command;
    }

    @Override
    public int productArity() {
        return 1;
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof AtomicCommandExec;
    }
}
