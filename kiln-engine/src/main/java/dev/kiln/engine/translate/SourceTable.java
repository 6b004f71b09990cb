package dev.kiln.engine.translate;

import static java.util.Objects.requireNonNull;

import dev.kiln.sql.FromItem;
import dev.kiln.sql.Literal;
import java.util.ArrayList;
import java.util.List;

/**
 * A row source that a query reads. The query names it by the table function {@value #FUNCTION} with the id as its one
 * argument, a BIGINT. The function's first column stands for no column at all: a function has to have one, and DuckDB reads
 * the first when it wants nothing but the number of rows. The others are those of {@link RowSource#schema()} in order, as
 * their carriers.
 *
 * @param id unique in the process
 */
public record SourceTable(long id, RowSource source) {
    /** The table function that reads row sources. */
    public static final String FUNCTION = "row_source";

    /** The name of the column that stands for none. */
    public static final String NO_COLUMN = "no_column";

    public SourceTable {
        requireNonNull(source, "source");
    }

    /**
     * A scan of all columns.
     *
     * @param alias names of the scan and of its columns
     */
    public FromItem scan(FromItem.Alias alias) {
        List<String> names = new ArrayList<>();
        names.add(NO_COLUMN);
        names.addAll(alias.columns());
        return new FromItem.TableFunction(
                FUNCTION, List.of(Literal.bigint(id)), new FromItem.Alias(alias.name(), names));
    }
}
