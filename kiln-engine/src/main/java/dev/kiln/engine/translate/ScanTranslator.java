package dev.kiln.engine.translate;

import dev.kiln.sql.FromItem;
import dev.kiln.sql.SqlExpr;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/** Reads relations that are not part of Catalyst itself, such as files and tables. Implementations are stateless. */
public interface ScanTranslator {
    /**
     * How to read a relation.
     *
     * @param leaf a plan without children, or one that only a scan could stand for
     * @param alias what the item of a native scan is to be called; no other item of the query has the name
     * @param options under {@link Strictness#FOREIGN_TEXT} a scan is not native
     * @return nothing if this translator does not know such relations
     */
    Optional<Scan> translate(LogicalPlan leaf, String alias, TranslationOptions options);

    /** Where the rows of a relation come from. */
    sealed interface Scan {
        /**
         * DuckDB reads the rows.
         *
         * @param item has the alias that was asked for
         * @param columns the relation's output attributes in order, each an expression over the item's columns whose
         *     type is the carrier of the attribute's type; best a plain column, qualified with the alias
         */
        record Native(FromItem item, List<SqlExpr> columns) implements Scan {
            public Native {
                columns = List.copyOf(columns);
            }
        }

        /** Rows of the JVM; the source's columns are the relation's output attributes in order. */
        record Rows(RowSource source) implements Scan {}

        /** A relation of a known kind that cannot be read. */
        record Unreadable(String feature, String explanation) implements Scan {}
    }
}
