package dev.kiln.engine.analysis;

import dev.kiln.engine.interop.Seqs;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.LogicalRDD;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.SparkStrategy;
import org.apache.spark.sql.execution.datasources.WriteFiles;
import org.apache.spark.sql.execution.datasources.WriteFilesExec;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import scala.collection.immutable.Seq;

/** Plans writes of queries to Parquet files. */
final class ParquetWriteStrategy extends SparkStrategy {
    @Override
    public Seq<SparkPlan> apply(LogicalPlan plan) {
        if (plan instanceof WriteFiles files
                && files.fileFormat().getClass() == ParquetFileFormat.class
                && files.child() instanceof LogicalRDD leaf
                && leaf.rdd() instanceof QueryRdd query
                && query.writesParquet()) {
            WriteFilesExec bySpark = new WriteFilesExec(
                    planLater(files.child()),
                    files.fileFormat(),
                    files.partitionColumns(),
                    files.bucketSpec(),
                    files.options(),
                    files.staticPartitions());
            SparkPlan planned = new ParquetWriteExec(bySpark, query);
            return Seqs.of(planned);
        }
        return Seqs.empty();
    }
}
