package dev.kiln.server.journal;

import dev.kiln.server.error.FrontDoorErrors;
import dev.kiln.server.error.ThrownAs;
import dev.kiln.server.journal.RecordCodec.Content;
import dev.kiln.spi.StateChange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What was done to a session's state, in order and without what is of no use any more, in a directory of its own. Bounded;
 * only what tells entries apart is in memory. Thread-safe.
 *
 * <p>Failures of the disk are {@link UncheckedIOException}s.
 */
public final class SessionJournal implements AutoCloseable {
    private static final String FILE = "journal";

    /** What may be wasted before the file is written anew. */
    private static final long WASTE = 1 << 20;

    private final Path directory;
    private final JournalLimits limits;
    private final KeptArtifacts artifacts;
    private final List<JournalEntry> entries = new ArrayList<>();
    private Optional<RecordFile> file = Optional.empty();
    private long liveBytes;
    private volatile long last;
    private boolean closed;

    private SessionJournal(Path directory, JournalLimits limits) {
        this.directory = directory;
        this.limits = limits;
        this.artifacts = new KeptArtifacts(directory.resolve("artifacts"), limits.maxArtifactBytes());
    }

    /**
     * The journal that is kept in a directory. A new one writes nothing before there is an entry.
     *
     * @param directory need not exist
     */
    public static SessionJournal open(Path directory, JournalLimits limits) {
        SessionJournal journal = new SessionJournal(directory, limits);
        if (Files.exists(directory.resolve(FILE))) {
            journal.open();
        }
        return journal;
    }

    private synchronized RecordFile open() {
        if (closed) {
            throw new IllegalStateException("the journal is closed");
        }
        if (file.isEmpty()) {
            try {
                Files.createDirectories(directory);
                file = Optional.of(RecordFile.open(directory.resolve(FILE), this::restore));
            } catch (IOException e) {
                throw new UncheckedIOException("the journal of a session cannot be opened: " + directory, e);
            }
        }
        return file.get();
    }

    private void restore(long offset, byte[] bytes) throws IOException {
        Content content = RecordCodec.read(bytes);
        if (content instanceof Content.Drop drop) {
            find(drop.number()).ifPresent(this::forget);
            return;
        }
        Content.Entry entry = (Content.Entry) content;
        if (entry.action() instanceof Action.Upload upload) {
            artifacts.restore(upload.name(), upload.file());
        }
        add(new JournalEntry(entry.number(), entry.change(), entry.undone(), offset, RecordFile.lengthOf(bytes)));
    }

    /** The number of the last entry that there ever was; 0 before the first. */
    public long last() {
        return last;
    }

    /** The entries after one, in order. */
    public synchronized List<JournalEntry> after(long number) {
        return entries.stream().filter(entry -> entry.number() > number).toList();
    }

    /** All entries, in order. */
    public List<JournalEntry> entries() {
        return after(0);
    }

    /** How the change of an entry was made. */
    public synchronized Action action(JournalEntry entry) {
        try {
            JournalEntry current = find(entry.number()).orElse(entry);
            return ((Content.Entry) RecordCodec.read(open().read(current.offset()))).action();
        } catch (IOException e) {
            throw new UncheckedIOException("the journal of a session cannot be read: " + directory, e);
        }
    }

    /**
     * To be asked before a change is made.
     *
     * @param bytes how large the request is
     * @throws dev.kiln.spi.EngineException if there is no room for one more entry
     */
    public synchronized void requireRoom(long bytes) {
        if (entries.size() >= limits.maxEntries()) {
            throw full("it holds " + entries.size() + " changes, the limit is " + limits.maxEntries()
                    + " (kiln.session.journal.maxEntries)");
        }
        if (liveBytes + bytes > limits.maxBytes()) {
            throw full("it would take " + (liveBytes + bytes) + " bytes, the limit is " + limits.maxBytes()
                    + " (kiln.session.journal.maxSize)");
        }
    }

    private static RuntimeException full(String why) {
        return FrontDoorErrors.plain(
                ThrownAs.SPARK,
                "The journal of the session is full: " + why
                        + ". Drop views that are not needed, or go on in a new session.");
    }

    /**
     * Notes a change that has been made.
     *
     * @return its number
     */
    public synchronized long append(Action action, StateChange change) {
        Compaction.Effect effect = new Compaction(List.copyOf(entries), this::action).of(change, action);
        long number = last + 1;
        write(new Content.Entry(number, change, effect.undone(), action));
        effect.useless().forEach(this::drop);
        compact();
        return number;
    }

    /**
     * Forgets what nobody needs any more.
     *
     * @param seenByAll the number of the last entry that all engines of the session know
     */
    public synchronized void prune(long seenByAll) {
        entries.stream()
                .filter(entry -> entry.undone() && entry.number() <= seenByAll)
                .toList()
                .forEach(this::drop);
    }

    /**
     * Takes an artifact over.
     *
     * @return whether it is new
     * @throws dev.kiln.spi.EngineException if there is another one of that name, or no more room
     */
    public synchronized boolean upload(String name, Path content) {
        requireRoom(name.length());
        open();
        Optional<Path> before = artifacts.find(name);
        try {
            Optional<String> kept = artifacts.add(name, content);
            if (kept.isEmpty()) {
                return false;
            }
            if (before.isPresent()) {
                entries.stream()
                        .filter(entry -> action(entry) instanceof Action.Upload upload
                                && upload.name().equals(name))
                        .toList()
                        .forEach(this::drop);
            }
            write(new Content.Entry(last + 1, new StateChange.Resources(), false, new Action.Upload(name, kept.get())));
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException("an artifact cannot be kept in " + directory, e);
        }
    }

    /** The content of an artifact, which is not to be changed. */
    public synchronized Optional<Path> artifact(String name) {
        return artifacts.find(name);
    }

    /** Puts a copy of everything into an empty journal. */
    public synchronized void copyTo(SessionJournal other) {
        try {
            for (Map.Entry<String, Path> artifact : artifacts.all().entrySet()) {
                Path copy = Files.createTempFile(directory, "copy", ".tmp");
                Files.copy(artifact.getValue(), copy, StandardCopyOption.REPLACE_EXISTING);
                other.artifacts.add(artifact.getKey(), copy);
            }
            for (JournalEntry entry : entries) {
                Action action = action(entry);
                Action copied = action instanceof Action.Upload upload
                        ? new Action.Upload(
                                upload.name(),
                                other.artifacts
                                        .find(upload.name())
                                        .orElseThrow()
                                        .getFileName()
                                        .toString())
                        : action;
                other.write(new Content.Entry(entry.number(), entry.change(), entry.undone(), copied));
            }
            other.last = last;
        } catch (IOException e) {
            throw new UncheckedIOException("the journal of a session cannot be copied: " + directory, e);
        }
    }

    private synchronized void write(Content.Entry entry) {
        try {
            byte[] bytes = RecordCodec.bytes(entry);
            long offset = open().append(bytes);
            add(new JournalEntry(entry.number(), entry.change(), entry.undone(), offset, RecordFile.lengthOf(bytes)));
        } catch (IOException e) {
            throw new UncheckedIOException("the journal of a session cannot be written: " + directory, e);
        }
    }

    private void drop(JournalEntry entry) {
        try {
            open().append(RecordCodec.bytes(new Content.Drop(entry.number())));
            forget(entry);
        } catch (IOException e) {
            throw new UncheckedIOException("the journal of a session cannot be written: " + directory, e);
        }
    }

    private void add(JournalEntry entry) {
        entries.add(entry);
        liveBytes += entry.length();
        last = entry.number();
    }

    private void forget(JournalEntry entry) {
        entries.remove(entry);
        liveBytes -= entry.length();
    }

    private Optional<JournalEntry> find(long number) {
        return entries.stream().filter(entry -> entry.number() == number).findFirst();
    }

    /** Writes the file anew if most of it is of no use. The new one takes the old one's place at once or not at all. */
    private void compact() {
        RecordFile old = open();
        if (old.size() <= 2 * liveBytes + WASTE) {
            return;
        }
        Path next = directory.resolve(FILE + ".new");
        try {
            Files.deleteIfExists(next);
            RecordFile compacted = RecordFile.open(next, (offset, bytes) -> {});
            List<JournalEntry> moved = new ArrayList<>();
            for (JournalEntry entry : entries) {
                moved.add(new JournalEntry(
                        entry.number(),
                        entry.change(),
                        entry.undone(),
                        compacted.append(old.read(entry.offset())),
                        entry.length()));
            }
            Files.move(next, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
            file = Optional.of(compacted);
            entries.clear();
            entries.addAll(moved);
            old.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the journal of a session cannot be written: " + directory, e);
        }
    }

    /** Removes everything. Idempotent. */
    @Override
    public synchronized void close() {
        closed = true;
        try {
            if (file.isPresent()) {
                file.get().close();
            }
            remove(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("the journal of a session cannot be removed: " + directory, e);
        }
    }

    /** Removes a directory with all that is in it, if it is there. */
    static void remove(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> below = Files.walk(directory)) {
            for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
