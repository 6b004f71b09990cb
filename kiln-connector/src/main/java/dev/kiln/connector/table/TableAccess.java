package dev.kiln.connector.table;

import java.util.List;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.RowLevelOperation;
import org.apache.spark.sql.connector.write.WriteBuilder;

/** What can be done with the rows of a table of one kind. */
interface TableAccess {
    ScanBuilder scan();

    WriteBuilder write(LogicalWriteInfo info);

    RowLevelOperation change(RowLevelOperation.Command command);

    /** Whether rows can be dropped without a task that reads them; the next {@link #delete} may be of these filters. */
    boolean canDelete(Predicate[] predicates);

    void delete(Predicate[] predicates);

    /** Drops every row. */
    void truncate();

    /** Columns beside the table's own, which say where a row is or how it was. */
    List<String> places();
}
