package dev.kiln.store.client;

import dev.kiln.store.Member;
import dev.kiln.store.table.TableName;
import java.util.List;

/**
 * How a store is.
 *
 * @param active whether it serves; otherwise it waits for the servers that are missing
 * @param missing hosts of servers that have rows and aren't there
 * @param members what each member says of itself
 * @param lost buckets of which no copy is left
 */
public record StoreReport(boolean active, List<String> missing, List<MemberReport> members, List<LostBuckets> lost) {
    /**
     * A member.
     *
     * @param member which
     * @param heapUsed bytes of the Java heap that are in use
     * @param heapMost bytes that the heap may have
     * @param memoryUsed bytes of rows in memory outside of the heap
     * @param memoryMost bytes that may be there
     * @param diskUsed bytes in its directory
     * @param readHere bytes of column tables that it read from what it holds
     * @param readElsewhere bytes that it fetched from other servers
     * @param written bytes of column tables that it took
     * @param compaction what it has rewritten since it was started
     */
    public record MemberReport(
            Member member,
            long heapUsed,
            long heapMost,
            long memoryUsed,
            long memoryMost,
            long diskUsed,
            long readHere,
            long readElsewhere,
            long written,
            Compaction compaction) {}

    /**
     * Batches that were rewritten in the background.
     *
     * @param commits how many changes of tables that took
     * @param from batches that went
     * @param to batches that came instead
     * @param deletedRows rows that had been deleted before, and whose place is free now
     */
    public record Compaction(long commits, long from, long to, long deletedRows) {
        /** None at all. */
        public static final Compaction NONE = new Compaction(0, 0, 0, 0);
    }

    /** Buckets of a table. */
    public record LostBuckets(TableName table, List<Integer> buckets) {}
}
