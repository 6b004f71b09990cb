package dev.kiln.server.journal;

import dev.kiln.protocol.Relation;
import dev.kiln.spi.StateChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Finds the entries that a new one makes useless. Careful: what may depend on an entry keeps it.
 *
 * <ul>
 *   <li>Settings that are set again, with nothing but settings in between.
 *   <li>The definition of a name that is defined again, or dropped, and that nothing in between mentions.
 *   <li>Caching a relation that is cached again, or given up.
 *   <li>The value of a variable that is assigned or declared again, or dropped, and that nothing in between mentions.
 * </ul>
 */
final class Compaction {
    /** How far back to look; each entry may have to be read for that. */
    private static final int REACH = 200;

    private final List<JournalEntry> entries;
    private final Function<JournalEntry, Action> actions;

    /** @param entries what there is, in order */
    Compaction(List<JournalEntry> entries, Function<JournalEntry, Action> actions) {
        this.entries = entries;
        this.actions = actions;
    }

    /**
     * What a new entry does to the others.
     *
     * @param useless entries to be dropped
     * @param undone whether the new one undoes them, and is of no use where they are not known
     */
    record Effect(List<JournalEntry> useless, boolean undone) {
        static final Effect NONE = new Effect(List.of(), false);
    }

    Effect of(StateChange change, Action action) {
        if (action instanceof Action.Cache cache) {
            List<JournalEntry> before = cachesOf(cache.relation());
            return before.isEmpty()
                    ? Effect.NONE
                    : new Effect(before, cache.request().hasUnpersist());
        }
        if (change instanceof StateChange.Settings settings) {
            return new Effect(settingsBefore(settings.values().keySet()), false);
        }
        if (change instanceof StateChange.AllSettings) {
            return new Effect(settingsBefore(allSettings()), false);
        }
        if (change instanceof StateChange.Definition definition
                && definition.names().size() == 1
                // not the definition of something by what had its name before
                && mentions(action, onlyName(definition)) == 1) {
            return new Effect(definitionOf(onlyName(definition)).stream().toList(), false);
        }
        if (change instanceof StateChange.Assignment assignment
                && assignment.names().size() == 1) {
            return new Effect(valuesOf(onlyName(assignment)), false);
        }
        if (change instanceof StateChange.Declaration declaration
                && declaration.names().size() == 1
                && mentions(action, onlyName(declaration)) == 1) {
            return new Effect(variable(onlyName(declaration)), false);
        }
        if (change instanceof StateChange.Removal removal && removal.names().size() == 1) {
            return undoing(onlyName(removal));
        }
        return Effect.NONE;
    }

    private List<JournalEntry> cachesOf(Relation relation) {
        return entries.subList(Math.max(0, entries.size() - REACH), entries.size()).stream()
                .filter(entry -> entry.change() instanceof StateChange.Resources
                        && actions.apply(entry) instanceof Action.Cache cache
                        && cache.relation().equals(relation))
                .toList();
    }

    private List<JournalEntry> settingsBefore(Set<String> keys) {
        List<JournalEntry> useless = new ArrayList<>();
        for (int i = entries.size() - 1; i >= 0; i--) {
            JournalEntry entry = entries.get(i);
            if (!(entry.change() instanceof StateChange.Settings settings)) {
                break;
            }
            if (keys.containsAll(settings.values().keySet())) {
                useless.add(entry);
            }
        }
        return useless;
    }

    private Set<String> allSettings() {
        Set<String> keys = new TreeSet<>();
        entries.forEach(entry -> {
            if (entry.change() instanceof StateChange.Settings settings) {
                keys.addAll(settings.values().keySet());
            }
        });
        return keys;
    }

    private Effect undoing(String name) {
        List<JournalEntry> made = definitionOf(name).map(List::of).orElseGet(() -> variable(name));
        boolean all = !made.isEmpty()
                && entries.stream()
                                .filter(entry -> names(entry.change()).contains(name))
                                .count()
                        == made.size();
        return all ? new Effect(made, true) : Effect.NONE;
    }

    /** The last values of a variable, if nothing after them mentions it. */
    private List<JournalEntry> valuesOf(String name) {
        List<JournalEntry> values = new ArrayList<>();
        for (int i = entries.size() - 1; i >= Math.max(0, entries.size() - REACH); i--) {
            JournalEntry entry = entries.get(i);
            if (entry.change() instanceof StateChange.Assignment
                    && names(entry.change()).equals(Set.of(name))) {
                values.add(entry);
            } else if (mayMention(entry, name)) {
                break;
            }
        }
        return values;
    }

    /** The last declaration of a variable with its values, if nothing after it mentions the variable. */
    private List<JournalEntry> variable(String name) {
        List<JournalEntry> variable = new ArrayList<>(valuesOf(name));
        for (int i = entries.size() - 1; i >= Math.max(0, entries.size() - REACH); i--) {
            JournalEntry entry = entries.get(i);
            if (entry.change() instanceof StateChange.Declaration
                    && names(entry.change()).equals(Set.of(name))) {
                variable.add(entry);
                return variable;
            }
            if (!variable.contains(entry) && mayMention(entry, name)) {
                break;
            }
        }
        return List.of();
    }

    private boolean mayMention(JournalEntry entry, String name) {
        return names(entry.change()).contains(name)
                || !entry.change().isRepeatable()
                || mentions(actions.apply(entry), name) > 0;
    }

    /** The last definition of a name, if nothing after it mentions the name and it defines nothing else. */
    private Optional<JournalEntry> definitionOf(String name) {
        for (int i = entries.size() - 1; i >= Math.max(0, entries.size() - REACH); i--) {
            JournalEntry entry = entries.get(i);
            if (names(entry.change()).contains(name)) {
                return entry.change() instanceof StateChange.Definition definition
                                && definition.names().size() == 1
                        ? Optional.of(entry)
                        : Optional.empty();
            }
            if (!entry.change().isRepeatable() || mentions(actions.apply(entry), name) > 0) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static int mentions(Action action, String name) {
        if (!(action instanceof Action.Execute execute)) {
            return 0;
        }
        return Mentions.meansUnspoken(execute.plan()) ? Integer.MAX_VALUE : Mentions.count(execute.plan(), name);
    }

    private static String onlyName(StateChange change) {
        return names(change).iterator().next();
    }

    private static Set<String> names(StateChange change) {
        Set<String> names = new TreeSet<>();
        change.affected().forEach(name -> names.add(Mentions.normalized(name)));
        return names;
    }
}
