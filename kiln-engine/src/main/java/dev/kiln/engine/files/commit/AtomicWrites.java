package dev.kiln.engine.files.commit;

import dev.kiln.catalog.PersistentCatalog;
import dev.kiln.engine.analysis.CommandEffects;
import dev.kiln.engine.files.commit.WriteRecord.Placed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes what a command does to files and to the catalog one step. The command's files are put in place first, in a way
 * that can be undone; then the catalog commits the command's changes and a mark in one transaction, which decides.
 * Safe for use by many threads.
 */
public final class AtomicWrites implements CommandEffects {
    private static final Logger LOG = LoggerFactory.getLogger(AtomicWrites.class);

    private final PersistentCatalog catalog;
    private final WriteJournal journal;
    private final Configuration hadoop;

    private AtomicWrites(PersistentCatalog catalog, WriteJournal journal, Configuration hadoop) {
        this.catalog = catalog;
        this.journal = journal;
        this.hadoop = hadoop;
    }

    /**
     * Ends what a killed process left in a home: writes that the catalog has marked stay, others are undone. A write
     * that can't be ended is logged and kept for the next start.
     */
    public static AtomicWrites open(Path home, PersistentCatalog catalog, Configuration hadoop) throws IOException {
        AtomicWrites writes = new AtomicWrites(catalog, new WriteJournal(home.resolve("writes")), hadoop);
        writes.recover();
        return writes;
    }

    private void recover() throws IOException {
        WriteSteps steps = new WriteSteps(hadoop);
        Set<String> open = new HashSet<>();
        for (String jobId : journal.jobs()) {
            WriteRecord write = journal.read(jobId);
            try {
                if (write instanceof Placed placed && catalog.isMarked(placed.mark())) {
                    steps.discard(placed.staging());
                } else {
                    steps.undo(write);
                }
                journal.forget(jobId);
            } catch (IOException e) {
                LOG.error("could not end the interrupted write {}", jobId, e);
                if (write instanceof Placed placed) {
                    open.add(placed.mark());
                }
            }
        }
        catalog.retainMarks(open);
    }

    @Override
    public <T> T together(Supplier<T> command) {
        if (AtomicWrite.isRunning()) {
            return command.get();
        }
        try (AtomicWrite write = AtomicWrite.begin(catalog, journal, hadoop)) {
            T result = command.get();
            write.commit();
            return result;
        }
    }

    @Override
    public void empty(List<org.apache.hadoop.fs.Path> directories) {
        try {
            AtomicWrite.current().empty(directories);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot take the files out of " + directories, e);
        }
    }

    @Override
    public boolean hasGivenUp(org.apache.hadoop.fs.Path directory) {
        List<org.apache.hadoop.fs.Path> givenUp =
                AtomicWrite.isRunning() ? AtomicWrite.current().givenUp() : List.of();
        String wanted = directory.toUri().getPath();
        return givenUp.stream().anyMatch(path -> path.toUri().getPath().equals(wanted));
    }
}
