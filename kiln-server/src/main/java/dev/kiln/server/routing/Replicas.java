package dev.kiln.server.routing;

import dev.kiln.server.error.FrontDoorErrors;
import dev.kiln.server.error.ThrownAs;
import dev.kiln.server.journal.Action;
import dev.kiln.server.journal.SessionJournal;
import dev.kiln.spi.EngineSession;
import dev.kiln.spi.SessionIdentity;
import dev.kiln.spi.StateChange;
import dev.kiln.spi.UnsupportedPlanException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session on all of its engines, kept alike by its journal. Changes of state are made one after the other, so that the
 * journal has them in the order in which they were made; everything else runs beside them. Thread-safe.
 */
final class Replicas implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Replicas.class);
    private static final long POLL_MILLIS = 50;

    private final SessionIdentity identity;
    private final SessionJournal journal;
    private final Replica embedded;
    private final NamedEngines engines;
    private final Executor background;
    private final Map<String, RemoteReplica> remotes = new HashMap<>();
    private final ReentrantLock changes = new ReentrantLock(true);
    private boolean closed;

    /**
     * @param embedded the session on the embedded engine, new, or as far as the journal is
     * @param background starts engines
     */
    Replicas(
            SessionIdentity identity,
            SessionJournal journal,
            Replica embedded,
            NamedEngines engines,
            Executor background) {
        this.identity = identity;
        this.journal = journal;
        this.embedded = embedded;
        this.engines = engines;
        this.background = background;
    }

    SessionJournal journal() {
        return journal;
    }

    /** The embedded engine's, which knows everything that was changed so far. */
    Replica embedded(Interruption interruption) {
        catchUp(embedded, interruption);
        return embedded;
    }

    /** The session on the embedded engine as it is, for what does not depend on changes. */
    EngineSession embeddedSession() {
        return embedded.session();
    }

    /** The one on the engine of a name, opened if there is none or its engine is gone. Nothing is started. */
    synchronized RemoteReplica remote(String name) {
        if (closed) {
            throw FrontDoorErrors.plain(ThrownAs.SPARK, "The session is closed.");
        }
        RemoteReplica known = remotes.get(name);
        if (known != null && !known.isLost()) {
            return known;
        }
        if (known != null) {
            LOG.info("session {} goes on with a new engine {}", identity.sessionId(), name);
            known.replica().session().close();
        }
        EngineSession session = engines.get(name).openSession(identity);
        RemoteReplica opened =
                new RemoteReplica(new Replica(name, session, new JournalRepetition(journal)), background);
        remotes.put(name, opened);
        return opened;
    }

    /** Whether the engine of this name can be asked now, without starting anything. */
    synchronized boolean canAskNow(String name) {
        RemoteReplica known = remotes.get(name);
        return known != null && known.isReady() && !known.isLost();
    }

    /** Whether nobody has ever needed the engine of this name. */
    synchronized boolean isUntouched(String name) {
        RemoteReplica known = remotes.get(name);
        return known == null || !known.isAsked();
    }

    /** Makes the changes on an engine that it has not seen. */
    void catchUp(Replica replica, Interruption interruption) {
        if (replica.position() == journal.last()) {
            return;
        }
        lock(interruption);
        try {
            replica.catchUp(journal, interruption);
        } finally {
            changes.unlock();
        }
    }

    /**
     * Makes a change and notes it, while no other is made.
     *
     * @param body makes the change on one engine, which it returns, and which is up to date by then
     * @throws dev.kiln.spi.EngineException also if the journal has no room for it
     */
    void change(StateChange change, Action action, Interruption interruption, Supplier<Replica> body) {
        lock(interruption);
        try {
            journal.prune(seenByAll());
            if (!(change instanceof StateChange.Removal)) {
                // What is dropped makes room, sooner or later.
                journal.requireRoom(action.size());
            }
            Replica on = body.get();
            new StateNotes(journal, on).add(change, action);
        } finally {
            changes.unlock();
        }
    }

    /** Runs a body while no change is made. */
    <T> T undisturbed(Interruption interruption, Supplier<T> body) {
        lock(interruption);
        try {
            return body.get();
        } finally {
            changes.unlock();
        }
    }

    private void lock(Interruption interruption) {
        try {
            while (!changes.tryLock(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                interruption.check();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a change of the session", e);
        }
    }

    private synchronized long seenByAll() {
        return remotes.values().stream()
                .mapToLong(remote -> remote.replica().position())
                .reduce(embedded.position(), Math::min);
    }

    /** The same session under another identity, with copies on the engines that run. */
    Replicas copy(SessionIdentity target, SessionJournal into) {
        return undisturbed(new Interruption(), () -> {
            embedded(new Interruption());
            journal.copyTo(into);
            Replicas copies = new Replicas(
                    target,
                    into,
                    embedded.copy(embedded.session().copy(target), new JournalRepetition(into)),
                    engines,
                    background);
            synchronized (this) {
                remotes.forEach((name, remote) -> {
                    if (canAskNow(name)) {
                        copyOf(remote, target, into).ifPresent(copy -> copies.remotes.put(name, copy));
                    }
                });
            }
            return copies;
        });
    }

    private Optional<RemoteReplica> copyOf(RemoteReplica remote, SessionIdentity target, SessionJournal into) {
        try {
            EngineSession copied = remote.replica().session().copy(target);
            return Optional.of(
                    RemoteReplica.started(remote.replica().copy(copied, new JournalRepetition(into)), background));
        } catch (UnsupportedPlanException e) {
            // It gets everything from the journal when it is needed.
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            remotes.values().forEach(remote -> remote.replica().session().close());
        }
        embedded.session().close();
        journal.close();
    }
}
