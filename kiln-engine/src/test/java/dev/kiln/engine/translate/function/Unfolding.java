package dev.kiln.engine.translate.function;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.CreateArray;
import org.apache.spark.sql.catalyst.expressions.CreateMap;
import org.apache.spark.sql.catalyst.expressions.CreateNamedStruct;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.LambdaFunction;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression$;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.OneRowRelation;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.NullType;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Turns the constants of an example into columns, so that the example tells how a function is evaluated on rows. Where
 * a function insists on a constant, it keeps it.
 */
public final class Unfolding {
    private final List<Attribute> columns = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();

    private Unfolding() {}

    /** The example with columns, if it is a query of constants alone. */
    public static Optional<LogicalPlan> of(LogicalPlan example) {
        if (!(example instanceof Project project) || !(project.child() instanceof OneRowRelation)) {
            return Optional.empty();
        }
        Unfolding unfolding = new Unfolding();
        List<NamedExpression> items = new ArrayList<>();
        for (NamedExpression item : CollectionConverters.asJava(project.projectList())) {
            items.add((NamedExpression) unfolding.unfold((Expression) item));
        }
        if (unfolding.columns.isEmpty()) {
            return Optional.empty();
        }
        InternalRow row = new GenericInternalRow(unfolding.values.toArray());
        LogicalPlan rows =
                new LocalRelation(sequence(unfolding.columns), sequence(List.of(row)), false, Option.empty());
        return Optional.of(new Project(sequence(items), rows));
    }

    private Expression unfold(Expression expression) {
        Expression result = expression;
        for (int i = 0; i < expression.children().size(); i++) {
            Expression child = expression.children().apply(i);
            if (child instanceof LambdaFunction) {
                continue;
            }
            Optional<Expression> replaced = isValue(child)
                    ? column(result, i, child)
                    : Optional.of(unfold(child)).filter(unfolded -> unfolded != child);
            if (replaced.isPresent()) {
                result = withChild(result, i, replaced.get());
            }
        }
        return result;
    }

    /** What stands for a value in a text: a constant, converted or put together. */
    private static boolean isValue(Expression expression) {
        return expression instanceof Literal
                || expression.foldable()
                        && (expression instanceof Cast
                                || expression instanceof CreateArray
                                || expression instanceof CreateMap
                                || expression instanceof CreateNamedStruct);
    }

    private Optional<Expression> column(Expression parent, int position, Expression constant) {
        if (constant.dataType() instanceof NullType) {
            return Optional.empty();
        }
        AttributeReference column = new AttributeReference(
                "c" + columns.size(),
                constant.dataType(),
                true,
                Metadata.empty(),
                NamedExpression$.MODULE$.newExprId(),
                sequence(List.of()));
        if (!accepts(parent, position, column)) {
            return Optional.empty();
        }
        Object value;
        try {
            value = constant.eval(InternalRow.empty());
        } catch (RuntimeException e) {
            return Optional.empty();
        }
        columns.add(column);
        values.add(value);
        return Optional.of(column);
    }

    private static boolean accepts(Expression parent, int position, Expression column) {
        try {
            Expression changed = withChild(parent, position, column);
            return changed.checkInputDataTypes().isSuccess()
                    && changed.resolved()
                    && changed.dataType().equals(parent.dataType());
        } catch (RuntimeException e) {
            return false;
        }
    }

    private static Expression withChild(Expression parent, int position, Expression child) {
        List<Expression> children = new ArrayList<>(CollectionConverters.asJava(parent.children()));
        children.set(position, child);
        return parent.withNewChildren(sequence(children));
    }

    private static <T> Seq<T> sequence(List<T> items) {
        return CollectionConverters.asScala(items).toList();
    }
}
