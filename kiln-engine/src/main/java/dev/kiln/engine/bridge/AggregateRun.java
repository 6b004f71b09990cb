package dev.kiln.engine.bridge;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.JoinedRow;
import org.apache.spark.sql.catalyst.expressions.MutableProjection;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateFunction;
import org.apache.spark.sql.catalyst.expressions.aggregate.DeclarativeAggregate;
import org.apache.spark.sql.catalyst.expressions.aggregate.ImperativeAggregate;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.jspecify.annotations.Nullable;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** The state in which one aggregate is computed, group after group. Used by one thread at a time. */
abstract class AggregateRun {
    static AggregateRun of(AggregateFunction function, List<AttributeReference> inputs) {
        if (function instanceof DeclarativeAggregate declarative) {
            return new Declarative(declarative, inputs);
        }
        if (function instanceof ImperativeAggregate imperative) {
            return new Imperative(imperative, inputs);
        }
        throw new IllegalArgumentException("no way to compute " + function.getClass());
    }

    abstract void begin();

    abstract void update(InternalRow row);

    abstract @Nullable Object result();

    @Nullable
    Object over(@Nullable ArrayData rows, int fields) {
        begin();
        int count = rows == null ? 0 : rows.numElements();
        for (int i = 0; i < count; i++) {
            update(rows.getStruct(i, fields));
        }
        return result();
    }

    private static Seq<Attribute> attributes(List<AttributeReference> first, List<AttributeReference> second) {
        List<Attribute> all = new ArrayList<>(first);
        all.addAll(second);
        return CollectionConverters.asScala(all).toList();
    }

    /** Replaces attributes by their positions. */
    private static Expression bind(Expression expression, List<AttributeReference> inputs) {
        if (expression instanceof AttributeReference attribute) {
            for (int i = 0; i < inputs.size(); i++) {
                if (inputs.get(i).exprId().equals(attribute.exprId())) {
                    return new BoundReference(i, attribute.dataType(), attribute.nullable());
                }
            }
        }
        List<Expression> bound = new ArrayList<>();
        for (Expression child : CollectionConverters.asJava(expression.children())) {
            bound.add(bind(child, inputs));
        }
        Seq<Expression> children = CollectionConverters.asScala(bound).toList();
        return bound.isEmpty() ? expression : expression.withNewChildren(children);
    }

    /** Aggregates that are given as expressions over a buffer. */
    private static final class Declarative extends AggregateRun {
        private final MutableProjection initial;
        private final MutableProjection update;
        private final MutableProjection evaluate;
        private final GenericInternalRow buffer;
        private final JoinedRow joined = new JoinedRow();

        Declarative(DeclarativeAggregate function, List<AttributeReference> inputs) {
            List<AttributeReference> fields = CollectionConverters.asJava(function.aggBufferAttributes());
            buffer = new GenericInternalRow(fields.size());
            Seq<Attribute> all = attributes(fields, inputs);
            initial = projection(function.initialValues(), all).target(buffer);
            update = projection(function.updateExpressions(), all).target(buffer);
            evaluate = projection(
                    CollectionConverters.asScala(List.of(function.evaluateExpression()))
                            .toList(),
                    all);
        }

        private static MutableProjection projection(Seq<Expression> expressions, Seq<Attribute> attributes) {
            MutableProjection projection = MutableProjection.create(expressions, attributes);
            projection.initialize(0);
            return projection;
        }

        @Override
        void begin() {
            InternalRow unused = initial.apply(InternalRow.empty());
        }

        @Override
        void update(InternalRow row) {
            InternalRow unused = update.apply(joined.apply(buffer, row));
        }

        @Override
        @Nullable
        Object result() {
            return evaluate.apply(buffer).get(0, null);
        }
    }

    /** Aggregates that are given as code over a buffer. */
    private static final class Imperative extends AggregateRun {
        private final ImperativeAggregate function;
        private final int width;
        private GenericInternalRow buffer;

        Imperative(ImperativeAggregate function, List<AttributeReference> inputs) {
            this.function = (ImperativeAggregate)
                    bind(function.withNewMutableAggBufferOffset(0).withNewInputAggBufferOffset(0), inputs);
            this.width = function.aggBufferAttributes().size();
            this.buffer = new GenericInternalRow(width);
        }

        @Override
        void begin() {
            buffer = new GenericInternalRow(width);
            function.initialize(buffer);
        }

        @Override
        void update(InternalRow row) {
            function.update(buffer, row);
        }

        @Override
        @Nullable
        Object result() {
            return function.eval(buffer);
        }
    }
}
