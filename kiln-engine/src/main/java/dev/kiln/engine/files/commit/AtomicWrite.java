package dev.kiln.engine.files.commit;

import dev.kiln.catalog.DeferredChanges;
import dev.kiln.catalog.PersistentCatalog;
import dev.kiln.engine.files.commit.WriteRecord.Begun;
import dev.kiln.engine.files.commit.WriteRecord.Placed;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one command writes. Found through the thread that runs it, because Spark makes commit protocols by itself and
 * hands them nothing but settings, which are the client's.
 */
final class AtomicWrite implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AtomicWrite.class);
    private static final ThreadLocal<@Nullable AtomicWrite> RUNNING = new ThreadLocal<>();

    private record Job(String id, Placed write) {}

    private final String mark = UUID.randomUUID().toString();
    private final PersistentCatalog catalog;
    private final DeferredChanges changes;
    private final WriteJournal journal;
    private final Configuration hadoop;
    private final WriteSteps steps;
    private final Deque<Job> placed = new ArrayDeque<>();

    private AtomicWrite(PersistentCatalog catalog, WriteJournal journal, Configuration hadoop) {
        this.catalog = catalog;
        this.changes = catalog.defer();
        this.journal = journal;
        this.hadoop = hadoop;
        this.steps = new WriteSteps(hadoop);
    }

    /** Makes the calling thread run a command until the result is closed. */
    static AtomicWrite begin(PersistentCatalog catalog, WriteJournal journal, Configuration hadoop) {
        AtomicWrite write = new AtomicWrite(catalog, journal, hadoop);
        RUNNING.set(write);
        return write;
    }

    static boolean isRunning() {
        return RUNNING.get() != null;
    }

    /**
     * The command that the calling thread runs.
     *
     * @throws IllegalStateException if it runs none: what it wrote could be lost half way
     */
    static AtomicWrite current() {
        AtomicWrite running = RUNNING.get();
        if (running == null) {
            throw new IllegalStateException("files are written by commands only");
        }
        return running;
    }

    /** Under which the catalog commits the command. */
    String mark() {
        return mark;
    }

    /** Directories whose tables or partitions the command has dropped so far. */
    List<Path> givenUp() {
        return changes.givenUp();
    }

    /** To be called before a job stages its first file. */
    void begin(String jobId, Path staging) throws IOException {
        journal.record(jobId, new Begun(staging));
    }

    /** Puts a job's files in place. */
    void place(String jobId, Placed write) throws IOException {
        journal.record(jobId, write);
        placed.push(new Job(jobId, write));
        steps.apply(write);
    }

    /** Takes all files out of directories. They are kept next to them, because a directory may be deleted itself. */
    void empty(List<Path> directories) throws IOException {
        Map<Path, List<Path>> siblings = new LinkedHashMap<>();
        directories.forEach(directory -> siblings.computeIfAbsent(directory.getParent(), parent -> new ArrayList<>())
                .add(directory));
        for (Map.Entry<Path, List<Path>> entry : siblings.entrySet()) {
            String jobId = UUID.randomUUID().toString();
            FileSystem files = entry.getKey().getFileSystem(hadoop);
            Staging staging = Staging.forOutput(files, files.makeQualified(entry.getKey()), jobId);
            Replacement replaced = new Replacement(files, staging);
            for (Path directory : entry.getValue()) {
                replaced.add(directory);
            }
            List<Path> none = List.of();
            place(jobId, new Placed(staging.root(), mark, replaced.moves(), replaced.emptied(), List.of(), none, none));
        }
    }

    /** Removes what a failed job has staged. Jobs whose files are in place are undone when the command ends. */
    void abort(String jobId, Path staging) throws IOException {
        if (placed.stream().noneMatch(job -> job.id().equals(jobId))) {
            steps.discard(staging);
            journal.forget(jobId);
        }
    }

    /** Decides that the command counts. If this throws, it does not. */
    void commit() {
        changes.commit(mark);
        boolean ended = true;
        while (!placed.isEmpty()) {
            Job job = placed.pop();
            try {
                steps.discard(job.write().staging());
                journal.forget(job.id());
            } catch (IOException e) {
                ended = false;
                LOG.warn("could not remove what {} replaced; the next start of the server does it", job.id(), e);
            }
        }
        if (ended) {
            catalog.settle(mark);
        }
    }

    /** Takes back what has not been committed. */
    @Override
    public void close() {
        RUNNING.remove();
        changes.close();
        while (!placed.isEmpty()) {
            Job job = placed.pop();
            try {
                steps.undo(job.write());
                journal.forget(job.id());
            } catch (IOException e) {
                LOG.error("could not undo the failed write {}; the next start of the server does it", job.id(), e);
            }
        }
    }
}
