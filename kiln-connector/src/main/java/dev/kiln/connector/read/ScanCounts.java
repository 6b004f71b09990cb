package dev.kiln.connector.read;

import dev.kiln.store.Member;
import java.util.List;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;

/** What one task of a scan counts. For one thread. */
public final class ScanCounts {
    private final String host;
    private long bytes;
    private long batches;
    private long local;

    /** @param host the name or address of this machine */
    public ScanCounts(String host) {
        this.host = host;
    }

    /** Adds a batch. */
    public void add(List<byte[]> columns, Member server) {
        batches++;
        columns.forEach(column -> bytes += column.length);
        if (server.host().equalsIgnoreCase(host) || server.addresses().contains(host)) {
            local++;
        }
    }

    /** The numbers in Spark's words. */
    public CustomTaskMetric[] values() {
        return new CustomTaskMetric[] {
            ScanMetrics.value(ScanMetrics.BytesRead.NAME, bytes),
            ScanMetrics.value(ScanMetrics.BatchesRead.NAME, batches),
            ScanMetrics.value(ScanMetrics.LocalReads.NAME, local),
            ScanMetrics.value(ScanMetrics.RemoteReads.NAME, batches - local)
        };
    }
}
