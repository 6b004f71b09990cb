package dev.kiln.engine.analysis;

import java.util.Optional;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.datasources.WriteFilesExec;
import org.apache.spark.sql.execution.datasources.WriteFilesExecBase;
import org.apache.spark.sql.execution.datasources.WriteFilesSpec;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** Writes the rows of a query to Parquet files: by DuckDB, without a look at a single row, or else as Spark does. */
public final class ParquetWriteExec extends SparkPlan implements WriteFilesExecBase {
    private static final long serialVersionUID = 1L;

    private final WriteFilesExec bySpark;
    private final transient QueryRdd query;

    /** Public for Spark, which copies plans through their constructors. */
    public ParquetWriteExec(WriteFilesExec bySpark, QueryRdd query) {
        this.bySpark = bySpark;
        this.query = query;
    }

    @Override
    public RDD<WriterCommitMessage> doExecuteWrite(WriteFilesSpec spec) {
        Optional<ParquetWriteSettings> settings = ParquetWriteSettings.of(spec.description(), conf());
        return settings.isPresent()
                ? new ParquetWriteRdd(query, spec.description(), spec.committer(), settings.get())
                : bySpark.executeWrite(spec);
    }

    @Override
    public RDD<InternalRow> doExecute() {
        return bySpark.execute();
    }

    @Override
    public SparkPlan child() {
        return bySpark.child();
    }

    @Override
    public Seq<SparkPlan> children() {
        return CollectionConverters.asScala(java.util.List.of(child())).toSeq();
    }

    @Override
    public Seq<Attribute> output() {
        return bySpark.output();
    }

    @Override
    public SparkPlan withNewChildInternal(SparkPlan child) {
        return new ParquetWriteExec(bySpark.withNewChildInternal(child), query);
    }

    @Override
    public SparkPlan withNewChildrenInternal(IndexedSeq<SparkPlan> children) {
        return withNewChildInternal(children.head());
    }

    @Override
    public String nodeName() {
        return bySpark.nodeName();
    }

    @Override
    public Object productElement(int position) {
        return position == 0 ? bySpark : query;
    }

    @Override
    public int productArity() {
        return 2;
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof ParquetWriteExec;
    }
}
