package dev.kiln.engine.bridge;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateFunction;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenContext;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenFallback;
import org.apache.spark.sql.catalyst.expressions.codegen.ExprCode;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.DataType;
import org.jspecify.annotations.Nullable;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Catalyst's own computation of an aggregate, over an array that holds a struct per input row. So any aggregate can be
 * computed inside DuckDB: DuckDB collects the input of a group, this expression does the rest.
 *
 * <p>An array that is NULL stands for a group without rows. Evaluation is safe for use by many threads.
 */
public final class AggregateOverArray extends Expression implements CodegenFallback {
    private static final long serialVersionUID = 1L;

    private final Expression rows;
    private final AggregateFunction function;
    private final List<AttributeReference> inputs;
    private final transient ConcurrentLinkedQueue<AggregateRun> idle = new ConcurrentLinkedQueue<>();

    /**
     * @param rows an array of structs whose fields are the inputs in order
     * @param function reads its input from attributes, each one of {@code inputs}
     */
    public AggregateOverArray(Expression rows, AggregateFunction function, List<AttributeReference> inputs) {
        this.rows = requireNonNull(rows, "rows");
        this.function = requireNonNull(function, "function");
        this.inputs = List.copyOf(inputs);
    }

    @Override
    public Seq<Expression> children() {
        return CollectionConverters.asScala(List.of(rows)).toList();
    }

    @Override
    public DataType dataType() {
        return function.dataType();
    }

    @Override
    public boolean nullable() {
        return function.nullable();
    }

    @Override
    public boolean foldable() {
        return false;
    }

    @Override
    public String prettyName() {
        return function.prettyName();
    }

    @Override
    public @Nullable Object eval(@Nullable InternalRow input) {
        ArrayData array = (ArrayData) rows.eval(input);
        AggregateRun run = idle.poll();
        if (run == null) {
            run = AggregateRun.of(function, inputs);
        }
        Object result = run.over(array, inputs.size());
        idle.offer(run);
        return result;
    }

    @Override
    public ExprCode doGenCode(CodegenContext context, ExprCode code) {
        return CodegenFallback.super.doGenCode(context, code);
    }

    @Override
    public Expression withNewChildrenInternal(IndexedSeq<Expression> newChildren) {
        return new AggregateOverArray(newChildren.head(), function, inputs);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AggregateOverArray that
                && rows.equals(that.rows)
                && function.equals(that.function)
                && inputs.equals(that.inputs);
    }

    @Override
    public int hashCode() {
        return 31 * rows.hashCode() + function.hashCode();
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof AggregateOverArray;
    }

    @Override
    public int productArity() {
        return 3;
    }

    @Override
    public Object productElement(int index) {
        return switch (index) {
            case 0 -> rows;
            case 1 -> function;
            case 2 -> inputs;
            default -> throw new IndexOutOfBoundsException(index);
        };
    }
}
