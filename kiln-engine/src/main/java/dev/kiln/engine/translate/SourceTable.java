package dev.kiln.engine.translate;

import static java.util.Objects.requireNonNull;

import dev.kiln.sql.FromItem;
import dev.kiln.sql.Literal;
import java.util.List;

/**
 * A row source that a query reads. The query names it by the table function {@value #FUNCTION} with the id as its one
 * argument, a BIGINT; the function's columns are those of {@link RowSource#schema()} in order, as their carriers.
 *
 * @param id unique in the process
 */
public record SourceTable(long id, RowSource source) {
    /** The table function that reads row sources. */
    public static final String FUNCTION = "row_source";

    public SourceTable {
        requireNonNull(source, "source");
    }

    /**
     * A scan of all columns.
     *
     * @param alias names of the scan and of its columns
     */
    public FromItem scan(FromItem.Alias alias) {
        return new FromItem.TableFunction(FUNCTION, List.of(Literal.bigint(id)), alias);
    }
}
