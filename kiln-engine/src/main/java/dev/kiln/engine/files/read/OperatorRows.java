package dev.kiln.engine.files.read;

import dev.kiln.engine.translate.RowSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.spark.Partition;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskContext$;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.StructType;
import scala.Option;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;

/** Rows that an operator of Spark's own gives. A part is what would be a task in Spark. */
abstract class OperatorRows implements RowSource {
    private final StructType schema;
    private final SparkSession session;
    private final SQLConf conf;
    private final Map<List<Integer>, RDD<InternalRow>> scans = new HashMap<>();

    OperatorRows(StructType schema, SparkSession session, SQLConf conf) {
        this.schema = schema;
        this.session = session;
        this.conf = conf;
    }

    /** The operator that gives some columns; called with the session active. */
    abstract SparkPlan plan(List<Integer> columns);

    @Override
    public final StructType schema() {
        return schema;
    }

    @Override
    public int partitions() {
        return Math.max(1, scan(new int[0]).getNumPartitions());
    }

    @Override
    public long estimatedRows() {
        return -1;
    }

    @Override
    public Iterator<InternalRow> open(int partition, int[] columns) {
        RDD<InternalRow> scan = scan(columns);
        if (scan.getNumPartitions() == 0) {
            return CollectionConverters.asScala(List.<InternalRow>of().iterator());
        }
        Partition part = scan.partitions()[partition];
        return new TaskRows(scan, part, conf);
    }

    private RDD<InternalRow> scan(int[] columns) {
        List<Integer> key = Arrays.stream(columns).boxed().toList();
        synchronized (scans) {
            return scans.computeIfAbsent(
                    key, wanted -> inSession(() -> plan(wanted).execute()));
        }
    }

    /**
     * Plans are made by code that looks for the active session. The thread may be one of DuckDB's, which has none, or
     * one that runs a task, which is not shown its session.
     */
    private <T> T inSession(Supplier<T> body) {
        TaskContext task = TaskContext.get();
        TaskContext$.MODULE$.unset();
        Option<SparkSession> before = SparkSession.getActiveSession();
        SparkSession.setActiveSession(session);
        try {
            return SQLConf.withExistingConf(conf, body::get);
        } finally {
            if (before.isDefined()) {
                SparkSession.setActiveSession(before.get());
            } else {
                SparkSession.clearActiveSession();
            }
            if (task != null) {
                TaskContext$.MODULE$.setTaskContext(task);
            }
        }
    }
}
