package dev.kiln.server.routing;

import dev.kiln.protocol.ConfigRequest;
import dev.kiln.protocol.KeyValue;
import dev.kiln.server.journal.Action;
import dev.kiln.server.journal.SessionJournal;
import dev.kiln.spi.EngineException;
import dev.kiln.spi.StateChange;
import dev.kiln.spi.UnsupportedPlanException;
import java.util.Set;

/**
 * Notes in the journal what was just changed on one engine, so that the others come to the same state: most by what was
 * asked for, but variables, and what scripts set, by the values that have come of it. For as long as nothing else is
 * changed.
 */
final class StateNotes {
    private final SessionJournal journal;
    private final Replica on;

    StateNotes(SessionJournal journal, Replica on) {
        this.journal = journal;
        this.on = on;
    }

    /** Notes a change that an action has made. */
    void add(StateChange change, Action action) {
        if (change instanceof StateChange.Several several) {
            several.parts().forEach(part -> addPart(part, several.what(), action));
        } else if (change instanceof StateChange.Assignment assignment) {
            assignment.names().forEach(this::addValue);
        } else if (!change.isOfExisting() || on.holds(change)) {
            // What is of none of the session's names was of something else, such as a view of the catalog.
            append(change, action);
            if (change instanceof StateChange.Declaration declaration) {
                declaration.names().forEach(this::addValue);
            }
        }
    }

    /** A part that may have come about: its outcome is noted, or else that nobody knows it but this engine. */
    private void addPart(StateChange part, String what, Action action) {
        if (part instanceof StateChange.Assignment assignment) {
            assignment.names().forEach(this::addValue);
        } else if (part instanceof StateChange.Settings settings) {
            addSettings(settings.values().keySet());
        } else if (!part.affected().isEmpty()) {
            append(new StateChange.Emergence(part.affected(), what), action);
        } else if (!(part instanceof StateChange.Resources)) {
            append(new StateChange.Unforeseeable(what), action);
        }
    }

    private void addValue(String name) {
        StateChange.Assignment change = new StateChange.Assignment(Set.of(name));
        if (!on.holds(change)) {
            return;
        }
        try {
            append(change, VariableValue.of(on.session(), name));
        } catch (EngineException | UnsupportedPlanException e) {
            append(
                    new StateChange.Emergence(Set.of(name), "the value of the variable " + name),
                    new Action.Execute(VariableValue.query(name)));
        }
    }

    private void addSettings(Set<String> keys) {
        ConfigRequest.Set.Builder set = ConfigRequest.Set.newBuilder();
        ConfigRequest.GetOption.Builder get =
                ConfigRequest.GetOption.newBuilder().addAllKeys(keys);
        for (KeyValue pair : on.session()
                .configure(
                        ConfigRequest.Operation.newBuilder().setGetOption(get).build())
                .getPairsList()) {
            if (pair.hasValue()) {
                set.addPairs(pair);
            }
        }
        ConfigRequest.Operation operation =
                ConfigRequest.Operation.newBuilder().setSet(set).build();
        append(EngineSetting.changeOf(operation), new Action.Configure(operation));
    }

    private void append(StateChange change, Action action) {
        on.made(change, journal.append(action, change));
    }
}
