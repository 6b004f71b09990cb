package dev.kiln.server.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.UUID;

/** The journals of a server's sessions, one directory each. Thread-safe. */
public final class Journals {
    private final Path directory;
    private final JournalLimits limits;

    private Journals(Path directory, JournalLimits limits) {
        this.directory = directory;
        this.limits = limits;
    }

    /**
     * Removes what an earlier process left: its sessions are gone.
     *
     * @param directory {@code sessions} in a home that this process alone uses; need not exist
     */
    public static Journals open(Path directory, JournalLimits limits) {
        try {
            SessionJournal.remove(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("the journals of earlier sessions cannot be removed: " + directory, e);
        }
        return new Journals(directory, limits);
    }

    /** An empty journal, which removes itself when it is closed. */
    public SessionJournal create() {
        return SessionJournal.open(directory.resolve(UUID.randomUUID().toString()), limits);
    }
}
