package dev.kiln.engine.translate;

import static java.util.Objects.requireNonNull;

import dev.kiln.sql.SqlQuery;
import java.util.List;
import org.apache.spark.sql.types.StructType;

/**
 * A plan as DuckDB runs it.
 *
 * @param sql its columns are those of {@code schema} in order, as their carriers; their names mean nothing
 * @param schema names, types and nullability as Spark gives them
 * @param functions what must be registered while the query runs
 * @param sources the row sources that must be registered while the query runs
 * @param text which texts functions and sources may give
 */
public record TranslatedQuery(
        SqlQuery sql, StructType schema, List<BridgedFunction> functions, List<SourceTable> sources, TextRule text) {
    public TranslatedQuery {
        requireNonNull(sql, "sql");
        requireNonNull(schema, "schema");
        functions = List.copyOf(functions);
        sources = List.copyOf(sources);
        requireNonNull(text, "text");
    }
}
