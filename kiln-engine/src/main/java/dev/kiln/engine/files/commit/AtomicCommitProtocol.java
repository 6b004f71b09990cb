package dev.kiln.engine.files.commit;

import dev.kiln.engine.files.commit.WriteRecord.Move;
import dev.kiln.engine.files.commit.WriteRecord.Placed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.spark.internal.io.FileCommitProtocol;
import org.apache.spark.internal.io.FileNameSpec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Spark's contract for writing files, kept so that a write is visible as a whole or not at all, also when the process
 * is killed. Deletions that an overwrite asks for wait for the commit. All tasks run in the process of the job.
 *
 * <p>Spark makes one instance per write by its class name. Jobs are part of the command that their thread runs under
 * {@link AtomicWrites}; tasks may run on several threads.
 */
public final class AtomicCommitProtocol extends FileCommitProtocol {
    private static final Logger LOG = LoggerFactory.getLogger(AtomicCommitProtocol.class);
    private static final String MARK_SUCCESS_KEY = "mapreduce.fileoutputcommitter.marksuccessfuljobs";
    private static final String SUCCESS_FILE = "_SUCCESS";

    private enum Phase {
        NEW,
        BEGUN,
        PLACED,
        ENDED
    }

    private final String jobId;
    private final Path requestedOutput;
    private final Overwrite overwrite;
    private final List<Path> deletions = new ArrayList<>();
    private final Map<TaskAttemptID, WrittenFiles> tasks = new ConcurrentHashMap<>();
    private Phase phase = Phase.NEW;
    private @Nullable Job job;

    private enum Overwrite {
        /** What is deleted is known before the job starts. */
        STATIC,
        /** Partitions that get files lose those that they have. */
        DYNAMIC_PARTITIONS
    }

    private record Job(AtomicWrite command, Configuration hadoop, FileSystem files, Path output, Staging staging) {}

    /** Called by Spark. */
    public AtomicCommitProtocol(String jobId, String path, boolean dynamicPartitionOverwrite) {
        this.jobId = jobId;
        this.requestedOutput = new Path(path);
        this.overwrite = dynamicPartitionOverwrite ? Overwrite.DYNAMIC_PARTITIONS : Overwrite.STATIC;
    }

    @Override
    public boolean deleteWithJob(FileSystem files, Path path, boolean recursive) {
        deletions.add(path);
        return true;
    }

    @Override
    public void setupJob(JobContext context) {
        Configuration hadoop = context.getConfiguration();
        setTaskProperties(hadoop);
        try {
            FileSystem files = requestedOutput.getFileSystem(hadoop);
            Path output = files.makeQualified(requestedOutput);
            Staging staging = Staging.forOutput(files, output, jobId);
            AtomicWrite command = AtomicWrite.current();
            job = new Job(command, hadoop, files, output, staging);
            command.begin(jobId, staging.root());
            phase = Phase.BEGUN;
            files.mkdirs(staging.output());
        } catch (IOException e) {
            throw raise(e);
        }
    }

    /** Writers of some formats look at these. */
    private static void setTaskProperties(Configuration hadoop) {
        String job = "job_000000000000_0000";
        hadoop.set("mapreduce.job.id", job);
        hadoop.set("mapreduce.task.id", job.replace("job", "task") + "_m_000000");
        hadoop.set("mapreduce.task.attempt.id", job.replace("job", "attempt") + "_m_000000_0");
        hadoop.setBoolean("mapreduce.task.ismap", true);
        hadoop.setInt("mapreduce.task.partition", 0);
    }

    @Override
    public void setupTask(TaskAttemptContext context) {
        tasks.put(context.getTaskAttemptID(), WrittenFiles.none());
    }

    @Override
    public String newTaskTempFile(TaskAttemptContext context, Option<String> directory, FileNameSpec spec) {
        Job running = running();
        String relative = directory.isDefined() ? directory.get() + "/" : "";
        String path = relative + fileName(context, spec);
        Path staged = new Path(running.staging().output(), path);
        WrittenFiles written = written(context);
        written.add(new Move(staged, new Path(running.output(), path)));
        if (directory.isDefined()) {
            written.partitions().add(new Path(running.output(), directory.get()));
        }
        return staged.toString();
    }

    @Override
    public String newTaskTempFileAbsPath(TaskAttemptContext context, String directory, FileNameSpec spec) {
        String name = fileName(context, spec);
        Path staged = running().staging().elsewhere(name);
        WrittenFiles written = written(context);
        written.add(new Move(staged, new Path(directory, name)));
        written.partitions().add(new Path(directory));
        return staged.toString();
    }

    private String fileName(TaskAttemptContext context, FileNameSpec spec) {
        int split = context.getTaskAttemptID().getTaskID().getId();
        String base = context.getConfiguration().get("mapreduce.output.basename", "part");
        return String.format(Locale.ROOT, "%s%s-%05d-%s%s", spec.prefix(), base, split, jobId, spec.suffix());
    }

    private WrittenFiles written(TaskAttemptContext context) {
        WrittenFiles written = tasks.get(context.getTaskAttemptID());
        if (written == null) {
            throw new IllegalStateException("the task has not been set up: " + context.getTaskAttemptID());
        }
        return written;
    }

    @Override
    public TaskCommitMessage commitTask(TaskAttemptContext context) {
        WrittenFiles written = written(context);
        tasks.remove(context.getTaskAttemptID());
        return new TaskCommitMessage(written);
    }

    @Override
    public void abortTask(TaskAttemptContext context) {
        WrittenFiles written = tasks.remove(context.getTaskAttemptID());
        if (written == null) {
            return;
        }
        for (Move move : written.moves()) {
            try {
                running().files().delete(move.from(), false);
            } catch (IOException e) {
                LOG.warn("could not remove {} of a failed task", move.from(), e);
            }
        }
    }

    @Override
    public void commitJob(JobContext context, Seq<TaskCommitMessage> messages) {
        Job running = running();
        try {
            Placed write = plan(running, messages);
            phase = Phase.PLACED;
            running.command().place(jobId, write);
        } catch (IOException e) {
            throw raise(e);
        }
    }

    private Placed plan(Job running, Seq<TaskCommitMessage> messages) throws IOException {
        List<Move> moves = new ArrayList<>();
        Set<Path> partitions = new LinkedHashSet<>();
        for (TaskCommitMessage message : CollectionConverters.asJava(messages)) {
            WrittenFiles written = (WrittenFiles) message.obj();
            moves.addAll(written.moves());
            partitions.addAll(written.partitions());
        }
        Replacement replaced = new Replacement(running.files(), running.staging());
        for (Path path : deletions) {
            replaced.add(path);
        }
        if (overwrite == Overwrite.DYNAMIC_PARTITIONS) {
            for (Path partition : partitions) {
                replaced.add(partition);
            }
        }
        for (Path path : running.command().givenUp()) {
            if (isWithin(path, running.output())) {
                replaced.add(path);
            }
        }
        addSuccessFile(running, replaced, moves);
        List<Path> files = moves.stream().map(Move::to).toList();
        List<Path> created = missingDirectories(running, files);
        if (isNewOutput(running, moves)) {
            moves = List.of(new Move(running.staging().output(), running.output()));
        }
        return new Placed(
                running.staging().root(),
                running.command().mark(),
                replaced.moves(),
                replaced.emptied(),
                moves,
                files,
                created);
    }

    private static boolean isWithin(Path path, Path directory) {
        String inner = path.toUri().getPath() + Path.SEPARATOR;
        return inner.startsWith(directory.toUri().getPath() + Path.SEPARATOR);
    }

    private static void addSuccessFile(Job running, Replacement replaced, List<Move> moves) throws IOException {
        Path file = new Path(running.output(), SUCCESS_FILE);
        boolean stays = running.files().exists(file) && !replaced.holds(file);
        if (running.hadoop().getBoolean(MARK_SUCCESS_KEY, true) && !stays) {
            Path staged = new Path(running.staging().output(), SUCCESS_FILE);
            running.files().create(staged, true).close();
            moves.add(new Move(staged, file));
        }
    }

    /** The directories that the files need and that are not there, inner ones first. */
    private static List<Path> missingDirectories(Job running, List<Path> files) throws IOException {
        Set<Path> missing = new LinkedHashSet<>();
        Set<Path> present = new LinkedHashSet<>();
        for (Path file : files) {
            Path directory = file.getParent();
            while (directory != null && !missing.contains(directory) && present.add(directory)) {
                if (running.files().exists(directory)) {
                    break;
                }
                missing.add(directory);
                directory = directory.getParent();
            }
        }
        List<Path> innerFirst = new ArrayList<>(missing);
        innerFirst.sort(Comparator.comparingInt(Path::depth).reversed());
        return innerFirst;
    }

    /** Whether the output can appear by one rename. */
    private static boolean isNewOutput(Job running, List<Move> moves) throws IOException {
        String staged = running.staging().output().toString() + "/";
        return !running.files().exists(running.output())
                && moves.stream().allMatch(move -> move.from().toString().startsWith(staged));
    }

    @Override
    public void abortJob(JobContext context) {
        if (phase != Phase.BEGUN) {
            // files that are in place are taken back when the command ends
            return;
        }
        phase = Phase.ENDED;
        try {
            running().command().abort(jobId, running().staging().root());
        } catch (IOException e) {
            LOG.warn(
                    "could not remove what the failed write {} staged; the next start of the server does it", jobId, e);
        }
    }

    private Job running() {
        if (job == null) {
            throw new IllegalStateException("the job has not been set up");
        }
        return job;
    }

    /** Scala's signatures declare no checked exceptions, and Spark expects this one as it is. */
    private static RuntimeException raise(IOException error) {
        return AtomicCommitProtocol.<RuntimeException>raiseUnchecked(error);
    }

    @SuppressWarnings("unchecked") // E is inferred as unchecked; the error is thrown as it is
    private static <E extends Throwable> RuntimeException raiseUnchecked(Throwable error) throws E {
        throw (E) error;
    }
}
