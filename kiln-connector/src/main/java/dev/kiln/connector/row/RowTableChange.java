package dev.kiln.connector.row;

import dev.kiln.connector.relation.RowPlace;
import dev.kiln.connector.relation.StoreRelation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.connector.expressions.Expressions;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.write.DeltaWriteBuilder;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.RowLevelOperation;
import org.apache.spark.sql.connector.write.SupportsDelta;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * One UPDATE, DELETE or MERGE of a row table. Rows are named by their keys; a checksum goes with each that is read, and
 * the commit checks that the row is still the same.
 */
public final class RowTableChange implements SupportsDelta {
    private final StoreRelation relation;
    private final Command command;

    /** A change by a statement. */
    public RowTableChange(StoreRelation relation, Command command) {
        this.relation = relation;
        this.command = command;
    }

    @Override
    public RowLevelOperation.Command command() {
        return command;
    }

    @Override
    public String description() {
        return "kiln " + command.toString().toLowerCase(Locale.ROOT) + " of "
                + relation.table().spec().name();
    }

    @Override
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
        return new RowScanBuilder(relation);
    }

    @Override
    public DeltaWriteBuilder newWriteBuilder(LogicalWriteInfo info) {
        return new RowTableChangeWrite.Builder(relation);
    }

    /** The key, then the checksum. */
    @Override
    public NamedReference[] rowId() {
        List<NamedReference> columns = new ArrayList<>();
        for (int ordinal : relation.keyOrdinals()) {
            columns.add(Expressions.column(
                    StoreRelation.quoted(relation.schema().fields()[ordinal].name())));
        }
        columns.add(Expressions.column(RowPlace.CHECKSUM));
        return columns.toArray(NamedReference[]::new);
    }
}
