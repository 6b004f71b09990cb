package dev.kiln.store.table;

import java.util.Optional;

/**
 * A column.
 *
 * @param id what batches know the column by; never used again in its table, so renaming and dropping change no batch
 * @param name as it was written
 * @param type Spark's type as JSON ({@code "integer"}, {@code "decimal(10,2)"}, {@code {"type":"struct",...}})
 * @param nullable whether nulls may be stored
 * @param comment the comment
 * @param defaultSql the expression that Spark evaluates when an INSERT leaves the column out
 * @param metadata of Spark's field, as JSON; {@code {}} if there is none
 */
public record Column(
        int id,
        String name,
        String type,
        boolean nullable,
        Optional<String> comment,
        Optional<String> defaultSql,
        String metadata) {
    public Column {
        if (name.isEmpty() || type.isEmpty()) {
            throw new IllegalArgumentException("A column has a name and a type");
        }
    }
}
