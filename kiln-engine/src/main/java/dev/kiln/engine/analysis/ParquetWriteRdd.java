package dev.kiln.engine.analysis;

import dev.kiln.engine.interop.Seqs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Date;
import java.util.List;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.TaskID;
import org.apache.hadoop.mapreduce.TaskType;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;
import org.apache.spark.Partition;
import org.apache.spark.TaskContext;
import org.apache.spark.internal.io.FileCommitProtocol;
import org.apache.spark.internal.io.FileNameSpec;
import org.apache.spark.internal.io.SparkHadoopWriterUtils;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.apache.spark.sql.errors.QueryExecutionErrors;
import org.apache.spark.sql.execution.datasources.BasicWriteTaskStats;
import org.apache.spark.sql.execution.datasources.ExecutedWriteSummary;
import org.apache.spark.sql.execution.datasources.WriteJobDescription;
import org.apache.spark.sql.execution.datasources.WriteTaskResult;
import org.apache.spark.sql.execution.datasources.WriteTaskStats;
import scala.Option;
import scala.collection.Iterator;
import scala.collection.immutable.Set$;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag$;

/** A task that has a query write one Parquet file; its one value is what the task did. */
final class ParquetWriteRdd extends SourceRdd<WriterCommitMessage> {
    private static final long serialVersionUID = 1L;

    private final transient QueryRdd query;
    private final transient WriteJobDescription write;
    private final transient FileCommitProtocol committer;
    private final transient ParquetWriteSettings settings;

    ParquetWriteRdd(
            QueryRdd query, WriteJobDescription write, FileCommitProtocol committer, ParquetWriteSettings settings) {
        super(query.sparkContext(), 1, ClassTag$.MODULE$.apply(WriterCommitMessage.class));
        this.query = query;
        this.write = write;
        this.committer = committer;
        this.settings = settings;
    }

    @Override
    public Iterator<WriterCommitMessage> compute(Partition split, TaskContext context) {
        TaskAttemptContext attempt = attempt(context);
        committer.setupTask(attempt);
        boolean done = false;
        try {
            WriterCommitMessage result = writeFile(attempt, context);
            done = true;
            return CollectionConverters.asScala(List.of(result).iterator());
        } catch (Throwable e) {
            throw ParquetWriteRdd.<RuntimeException>raise(
                    QueryExecutionErrors.taskFailedWhileWritingRowsError(write.path(), e));
        } finally {
            if (!done) {
                committer.abortTask(attempt);
            }
        }
    }

    /** Scala's signatures declare no checked exceptions, and Spark expects this one as it is. */
    @SuppressWarnings("unchecked") // E is inferred as unchecked; the error is thrown as it is
    private static <E extends Throwable> RuntimeException raise(Throwable error) throws E {
        throw (E) error;
    }

    private TaskAttemptContext attempt(TaskContext context) {
        String tracker = SparkHadoopWriterUtils.createJobTrackerID(new Date());
        TaskID task = new TaskID(
                SparkHadoopWriterUtils.createJobID(tracker, context.stageId()), TaskType.MAP, context.partitionId());
        return new TaskAttemptContextImpl(
                write.serializableHadoopConf().value(),
                new TaskAttemptID(task, (int) context.taskAttemptId() & Integer.MAX_VALUE));
    }

    private WriterCommitMessage writeFile(TaskAttemptContext attempt, TaskContext context) throws IOException {
        String extension = write.outputWriterFactory().getFileExtension(attempt);
        String staged = committer.newTaskTempFile(attempt, Option.empty(), new FileNameSpec("", "-c000" + extension));
        Path file = Path.of(new org.apache.hadoop.fs.Path(staged).toUri().getPath());
        Files.createDirectories(file.getParent());
        List<String> columns = CollectionConverters.asJava(write.allColumns()).stream()
                .map(column -> column.name())
                .toList();
        long rows = query.write(new ParquetTarget(file, columns, settings.compression(), settings.metadata()), context);
        WriteTaskStats stats = new BasicWriteTaskStats(Seqs.empty(), 1, Files.size(file), rows);
        List<WriteTaskStats> perTracker = CollectionConverters.asJava(write.statsTrackers()).stream()
                .map(tracker -> stats)
                .toList();
        return new WriteTaskResult(
                committer.commitTask(attempt),
                new ExecutedWriteSummary(
                        Set$.MODULE$.empty(),
                        CollectionConverters.asScala(perTracker).toSeq()));
    }
}
