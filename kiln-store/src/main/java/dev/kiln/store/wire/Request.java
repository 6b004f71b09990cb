package dev.kiln.store.wire;

import dev.kiln.store.Member;
import dev.kiln.store.row.RowAction;
import dev.kiln.store.row.RowCommit;
import dev.kiln.store.row.RowIndex;
import dev.kiln.store.row.RowScan;
import dev.kiln.store.snapshot.Batch;
import dev.kiln.store.snapshot.BatchId;
import dev.kiln.store.snapshot.Commit;
import dev.kiln.store.table.Table;
import dev.kiln.store.table.TableName;
import dev.kiln.store.table.TableSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a client asks of a member. Those with a {@code nonce} may be repeated with the same one. */
public sealed interface Request {
    /** Answered with {@link MemberList}; locators answer, too. */
    record Members() implements Request {}

    /** Answered with {@link MemberState}, by locators as well. */
    record StateOf() implements Request {}

    /** Answered with {@link LostList}. */
    record Lost() implements Request {}

    record Namespaces() implements Request {}

    record NamespaceOf(String namespace) implements Request {}

    record CreateNamespace(String namespace, Map<String, String> properties, String nonce) implements Request {}

    record AlterNamespace(String namespace, Map<String, String> properties) implements Request {}

    record DropNamespace(String namespace, boolean cascade) implements Request {}

    record Tables(String namespace) implements Request {}

    record TableOf(TableName name) implements Request {}

    record Create(TableSpec spec, String nonce) implements Request {}

    record Alter(Table table, TableSpec spec) implements Request {}

    /** As {@link Alter}; a table that has the name already goes. */
    record Replace(Table table, TableSpec spec) implements Request {}

    record Drop(TableName name) implements Request {}

    record SnapshotOf(TableRef table) implements Request {}

    record OwnersOf(TableRef table) implements Request {}

    record Read(TableRef table, int bucket, BatchId batch, List<Integer> columns, Optional<Batch.Deletes> deletes)
            implements Request {}

    record BeginWrite(TableRef table, boolean rowLevel) implements Request {}

    record KeepAlive(long write) implements Request {}

    record Upload(TableRef table, int bucket, Batch batch) implements Request {}

    record UploadDeletes(TableRef table, int bucket, BatchId batch, Batch.Deletes deletes) implements Request {}

    record CommitWrite(TableRef table, Commit commit) implements Request {}

    record ScanRows(TableRef table, int bucket, RowScan scan, Optional<byte[]> after) implements Request {}

    record CountRows(TableRef table) implements Request {}

    /** Answered with {@link IndexList}. */
    record IndexesOf(TableRef table) implements Request {}

    record LookUpRows(TableRef table, List<Integer> columns, Batch keys) implements Request {}

    record WriteRows(TableRef table, RowAction action, Batch rows) implements Request {}

    record CommitRows(TableRef table, RowCommit commit) implements Request {}

    record CreateIndex(TableRef table, RowIndex index) implements Request {}

    record DropIndex(TableRef table, String name) implements Request {}

    record LastEpoch(TableRef table, String stream) implements Request {}

    record Abort(TableRef table, long write) implements Request {}

    /**
     * A table as a client knows it.
     *
     * @param name for messages
     */
    record TableRef(long id, int schemaVersion, TableName name) {
        public static TableRef of(Table table) {
            return new TableRef(table.id(), table.schemaVersion(), table.spec().name());
        }
    }

    // --- answers that no other record stands for

    record MemberList(List<Member> members) {}

    record Names(List<String> names) {}

    /**
     * How a member is, and what it knows of the ring.
     *
     * @param active whether the store serves
     * @param missing hosts of servers that have rows and aren't there
     * @param member the member that answers
     * @param numbers in bytes, by name
     */
    record MemberState(boolean active, List<String> missing, Member member, Map<String, Long> numbers) {}

    record LostList(Map<String, List<Integer>> buckets) {}

    record TableNames(List<TableName> names) {}

    record Properties(Map<String, String> properties) {}

    /** Per bucket the ids of its owners, which are among the members. */
    record OwnerIds(List<Member> members, List<List<String>> owners) {}

    record Number(Optional<Long> number) {}

    /**
     * Their columns are attached, one batch's after the other's.
     *
     * @param next where a scan goes on
     */
    record Batches(List<Batch> batches, Optional<byte[]> next) {}

    record IndexList(List<RowIndex> indexes) {}
}
