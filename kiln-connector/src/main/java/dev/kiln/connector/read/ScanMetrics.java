package dev.kiln.connector.read;

import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.metric.CustomSumMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;

/** What a scan counts. Spark makes an object of each class to add the tasks' numbers up. */
public final class ScanMetrics {
    private ScanMetrics() {}

    /** One of each. */
    public static CustomMetric[] all() {
        return new CustomMetric[] {
            new BytesRead(), new BatchesRead(), new BatchesSkipped(), new LocalReads(), new RemoteReads()
        };
    }

    static CustomTaskMetric value(String name, long value) {
        return new Value(name, value);
    }

    private record Value(String name, long value) implements CustomTaskMetric {}

    /** Encoded bytes that were fetched. */
    public static final class BytesRead extends CustomSumMetric {
        static final String NAME = "kilnBytesRead";

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String description() {
            return "bytes read from the store";
        }
    }

    /** Batches that were fetched. */
    public static final class BatchesRead extends CustomSumMetric {
        static final String NAME = "kilnBatchesRead";

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String description() {
            return "batches read";
        }
    }

    /** Batches whose statistics say that they have no row for the query. */
    public static final class BatchesSkipped extends CustomSumMetric {
        static final String NAME = "kilnBatchesSkipped";

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String description() {
            return "batches skipped";
        }
    }

    /** Batches that came from a server on the reader's machine. */
    public static final class LocalReads extends CustomSumMetric {
        static final String NAME = "kilnLocalReads";

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String description() {
            return "batches read from the same host";
        }
    }

    /** Batches that came from another machine. */
    public static final class RemoteReads extends CustomSumMetric {
        static final String NAME = "kilnRemoteReads";

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String description() {
            return "batches read from other hosts";
        }
    }
}
