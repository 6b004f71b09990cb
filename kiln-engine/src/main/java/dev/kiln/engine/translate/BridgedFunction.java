package dev.kiln.engine.translate;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.DataType;

/**
 * A Catalyst expression that DuckDB calls back for.
 *
 * @param id unique in the process; the first argument of every call, by which the registered function finds the
 *     expression
 * @param expression bound to its arguments: {@code BoundReference(i)} is argument i
 * @param arguments Catalyst types of the arguments, without the id
 * @param conf the session configuration to evaluate under
 */
public record BridgedFunction(long id, Expression expression, List<DataType> arguments, SQLConf conf) {
    public BridgedFunction {
        requireNonNull(expression, "expression");
        arguments = List.copyOf(arguments);
        requireNonNull(conf, "conf");
    }

    public DataType result() {
        return expression.dataType();
    }

    public boolean deterministic() {
        return expression.deterministic();
    }
}
