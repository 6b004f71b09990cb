package dev.kiln.connector.change;

import dev.kiln.connector.read.StoreScanBuilder;
import dev.kiln.connector.relation.RowPlace;
import dev.kiln.connector.relation.StoreRelation;
import dev.kiln.store.snapshot.Snapshot;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.sql.connector.expressions.Expressions;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.write.DeltaWriteBuilder;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.SupportsDelta;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * One UPDATE, DELETE or MERGE: what it reads is the version that its commit is worked out from. The write begins before that
 * is read, so that rows stay where they were found.
 */
public final class RowChange implements SupportsDelta {
    private final StoreRelation relation;
    private final Command command;
    private final AtomicReference<Optional<Long>> write = new AtomicReference<>(Optional.empty());
    private final AtomicReference<Optional<Snapshot>> base = new AtomicReference<>(Optional.empty());

    public RowChange(StoreRelation relation, Command command) {
        this.relation = relation;
        this.command = command;
    }

    @Override
    public Command command() {
        return command;
    }

    @Override
    public String description() {
        return "kiln " + command.toString().toLowerCase(java.util.Locale.ROOT) + " of "
                + relation.table().spec().name();
    }

    @Override
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
        write.updateAndGet(begun -> begun.or(() -> Optional.of(relation.store().beginWrite(relation.table(), true))));
        return new StoreScanBuilder(relation, snapshot -> base.set(Optional.of(snapshot)));
    }

    @Override
    public DeltaWriteBuilder newWriteBuilder(LogicalWriteInfo info) {
        return new RowChangeWrite.Builder(relation, command, write::get, base::get);
    }

    @Override
    public NamedReference[] rowId() {
        return RowPlace.NAMES.stream().map(Expressions::column).toArray(NamedReference[]::new);
    }

    /** A changed row goes to the end of a batch like a new one. */
    @Override
    public boolean representUpdateAsDeleteAndInsert() {
        return true;
    }
}
