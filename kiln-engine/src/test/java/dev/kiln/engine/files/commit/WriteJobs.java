package dev.kiln.engine.files.commit;

import dev.kiln.catalog.PersistentCatalog;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.mapreduce.JobID;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.TaskID;
import org.apache.hadoop.mapreduce.TaskType;
import org.apache.hadoop.mapreduce.task.JobContextImpl;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;
import org.apache.spark.internal.io.FileCommitProtocol;
import org.apache.spark.internal.io.FileNameSpec;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/** Drives the commit protocol in the order in which Spark does, one job per command. Opening it ends what was left. */
final class WriteJobs implements AutoCloseable {
    private final Configuration hadoop = new Configuration();
    private final PersistentCatalog catalog;
    private final WriteJournal journal;

    WriteJobs(Path home) throws IOException {
        catalog = PersistentCatalog.open(home, hadoop);
        journal = new WriteJournal(home.resolve("writes"));
        AtomicWrites.open(home, catalog, hadoop);
    }

    PersistentCatalog catalog() {
        return catalog;
    }

    WriteJournal journal() {
        return journal;
    }

    @Override
    public void close() {
        catalog.close();
    }

    Configuration hadoop() {
        return hadoop;
    }

    Job start(Path output, boolean dynamicPartitionOverwrite, Path... replaced) throws Exception {
        Job job = new Job(output, dynamicPartitionOverwrite);
        FileSystem files = FileSystem.getLocal(hadoop);
        for (Path path : replaced) {
            if (files.exists(hadoopPath(path))) {
                job.protocol.deleteWithJob(files, hadoopPath(path), true);
            }
        }
        job.protocol.setupJob(job.context);
        job.protocol.setupTask(job.task);
        return job;
    }

    static org.apache.hadoop.fs.Path hadoopPath(Path path) {
        return new org.apache.hadoop.fs.Path(path.toUri());
    }

    final class Job {
        private final AtomicCommitProtocol protocol;
        private final AtomicWrite command;
        private final JobContextImpl context;
        private final TaskAttemptContext task;

        private Job(Path output, boolean dynamicPartitionOverwrite) {
            command = AtomicWrite.begin(catalog, journal, hadoop);
            JobID id = new JobID("test", 1);
            context = new JobContextImpl(new Configuration(hadoop), id);
            task = new TaskAttemptContextImpl(
                    context.getConfiguration(), new TaskAttemptID(new TaskID(id, TaskType.MAP, 0), 0));
            protocol = new AtomicCommitProtocol(
                    UUID.randomUUID().toString(), output.toUri().toString(), dynamicPartitionOverwrite);
        }

        void write(String partition, String content) throws Exception {
            Option<String> directory = partition.isEmpty() ? Option.empty() : Option.apply(partition);
            int number = counter++;
            create(protocol.newTaskTempFile(task, directory, new FileNameSpec("", "-c" + number)), content);
        }

        void writeTo(Path directory, String content) throws Exception {
            create(
                    protocol.newTaskTempFileAbsPath(task, directory.toUri().toString(), new FileNameSpec("", "-c000")),
                    content);
        }

        private int counter;

        private void create(String path, String content) throws Exception {
            org.apache.hadoop.fs.Path file = new org.apache.hadoop.fs.Path(path);
            try (OutputStream out = file.getFileSystem(hadoop).create(file)) {
                out.write(content.getBytes(StandardCharsets.UTF_8));
            }
        }

        void commit() {
            commitFiles();
            command.commit();
            command.close();
        }

        /** As {@link #commit}, but for the end of the command. */
        void commitFiles() {
            FileCommitProtocol.TaskCommitMessage message = protocol.commitTask(task);
            protocol.commitJob(
                    context, CollectionConverters.asScala(List.of(message)).toSeq());
        }

        void failCommand() {
            command.close();
        }

        void abort() {
            protocol.abortTask(task);
            protocol.abortJob(context);
            command.close();
        }
    }
}
