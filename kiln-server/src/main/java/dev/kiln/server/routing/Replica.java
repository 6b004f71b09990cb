package dev.kiln.server.routing;

import com.google.protobuf.Message;
import dev.kiln.server.journal.Action;
import dev.kiln.server.journal.JournalEntry;
import dev.kiln.server.journal.Mentions;
import dev.kiln.server.journal.SessionJournal;
import dev.kiln.spi.EngineException;
import dev.kiln.spi.EngineSession;
import dev.kiln.spi.StateChange;
import dev.kiln.spi.UnsupportedPlanException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session on one engine: how far it knows the journal, which names it holds, and which it should hold but cannot. Those
 * are never asked of it, because it may hold an older meaning of them. Thread-safe; changes are made by one thread at a time,
 * which the owner sees to.
 */
final class Replica {
    private static final Logger LOG = LoggerFactory.getLogger(Replica.class);

    private final String engine;
    private final EngineSession session;
    private final Repetition repetition;
    private final Set<String> held = new HashSet<>();
    private final Map<String, String> missing = new HashMap<>();
    private Optional<String> unreliable = Optional.empty();
    private volatile long position;

    Replica(String engine, EngineSession session, Repetition repetition) {
        this.engine = engine;
        this.session = session;
        this.repetition = repetition;
    }

    /** The same state in a copy of the session. */
    synchronized Replica copy(EngineSession copied, Repetition over) {
        Replica copy = new Replica(engine, copied, over);
        synchronized (copy) {
            copy.held.addAll(held);
            copy.missing.putAll(missing);
            copy.unreliable = unreliable;
            copy.position = position;
        }
        return copy;
    }

    String engine() {
        return engine;
    }

    EngineSession session() {
        return session;
    }

    /** The number of the last entry of the journal that it knows. */
    long position() {
        return position;
    }

    /** Whether names of views, functions or variables are held here that the session has made. */
    synchronized boolean holds(StateChange change) {
        return change.affected().stream().map(Mentions::normalized).anyMatch(held::contains);
    }

    /** Makes the changes that it has not seen, in order. */
    void catchUp(SessionJournal journal, Interruption interruption) {
        for (JournalEntry entry : journal.after(position)) {
            interruption.check();
            repeat(entry, journal, interruption);
            position = entry.number();
        }
    }

    private void repeat(JournalEntry entry, SessionJournal journal, Interruption interruption) {
        StateChange change = entry.change();
        if (change.isOfExisting() && !holds(change)) {
            // It was never made here, and what has its name is something else, such as a view of the catalog.
            if (change instanceof StateChange.Removal) {
                forget(change);
            }
            return;
        }
        if (!change.isRepeatable()) {
            lack(entry, what(change) + " cannot be made a second time", journal);
            return;
        }
        try {
            repetition.repeat(journal.action(entry), session, interruption);
            made(change);
        } catch (UnsupportedPlanException | EngineException e) {
            interruption.check();
            if (session.isLost()) {
                throw e;
            }
            lack(entry, String.valueOf(e.getMessage()).lines().findFirst().orElse(""), journal);
        }
    }

    private static String what(StateChange change) {
        return change instanceof StateChange.Emergence emergence
                ? emergence.what()
                : ((StateChange.Unforeseeable) change).what();
    }

    /** Notes a change that was made here, which the journal knows under a number. */
    void made(StateChange change, long number) {
        made(change);
        position = number;
    }

    /** Notes that nothing up to an entry of the journal needs to be done here. */
    void passed(long number) {
        position = number;
    }

    private synchronized void made(StateChange change) {
        if (change instanceof StateChange.Removal) {
            forget(change);
        } else if (change instanceof StateChange.Renaming renaming) {
            held.remove(Mentions.normalized(renaming.from()));
            hold(renaming.to());
        } else {
            change.affected().forEach(this::hold);
        }
    }

    private void hold(String name) {
        held.add(Mentions.normalized(name));
        missing.remove(Mentions.normalized(name));
    }

    private synchronized void forget(StateChange removal) {
        for (String name : removal.affected()) {
            held.remove(Mentions.normalized(name));
            missing.remove(Mentions.normalized(name));
        }
    }

    /** Notes that a change cannot be made here, and with it those that rest on it. */
    private synchronized void lack(JournalEntry entry, String why, SessionJournal journal) {
        StateChange change = entry.change();
        LOG.warn("engine {} cannot follow the session in a change ({}): {}", engine, change, why);
        if (change instanceof StateChange.CurrentNames
                || change instanceof StateChange.Unforeseeable
                || change instanceof StateChange.Definition && change.affected().isEmpty()) {
            unreliable = Optional.of(why);
        }
        List<String> names = new ArrayList<>();
        change.affected().forEach(name -> names.add(Mentions.normalized(name)));
        while (!names.isEmpty()) {
            String name = names.remove(names.size() - 1);
            if (missing.put(name, why) == null) {
                names.addAll(definedOver(name, journal));
            }
        }
    }

    /** The names whose definitions mention a name. */
    private static List<String> definedOver(String name, SessionJournal journal) {
        List<String> names = new ArrayList<>();
        for (JournalEntry entry : journal.entries()) {
            if (entry.change() instanceof StateChange.Definition definition
                    && journal.action(entry) instanceof Action.Execute execute
                    && Mentions.any(execute.plan(), Set.of(name))) {
                definition.names().forEach(defined -> names.add(Mentions.normalized(defined)));
            }
        }
        return names;
    }

    /** Why it must not be asked this; empty if it may. */
    synchronized Optional<String> lacks(Message request) {
        if (unreliable.isPresent()) {
            return unreliable;
        }
        if (missing.isEmpty()) {
            return Optional.empty();
        }
        if (Mentions.meansUnspoken(request)) {
            return Optional.of("names that it does not spell out may be among "
                    + missing.keySet().stream().sorted().toList());
        }
        return missing.entrySet().stream()
                .filter(name -> Mentions.count(request, name.getKey()) > 0)
                .map(name -> name.getKey() + ": " + name.getValue())
                .findFirst();
    }
}
