package dev.kiln.spi;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a request would change of its session's state, if it succeeds. Tables, and what else is kept outside of sessions, do
 * not count. Names are the last parts of qualified names, as they are written.
 */
public sealed interface StateChange {
    /** The one of its kind. */
    StateChange NONE = new None();

    /** Nothing changes. */
    record None() implements StateChange {}

    /**
     * Settings get new values.
     *
     * @param values by key; empty for the default
     */
    record Settings(Map<String, Optional<String>> values) implements StateChange {
        public Settings {
            values = Map.copyOf(values);
        }
    }

    /** All settings get their defaults. */
    record AllSettings() implements StateChange {}

    /**
     * Views, functions or data sources are created or replaced.
     *
     * @param names empty if they are only known when the request runs
     */
    record Definition(Set<String> names) implements StateChange {
        public Definition {
            names = Set.copyOf(names);
        }
    }

    /** Views, functions or variables are dropped, if they are there. */
    record Removal(Set<String> names) implements StateChange {
        public Removal {
            names = Set.copyOf(names);
        }
    }

    /** Variables are created or replaced, and get values that are known only afterwards. */
    record Declaration(Set<String> names) implements StateChange {
        public Declaration {
            names = Set.copyOf(names);
        }
    }

    /** Variables that may be the session's get values that are known only afterwards. */
    record Assignment(Set<String> names) implements StateChange {
        public Assignment {
            names = Set.copyOf(names);
        }
    }

    /** Existing views are given another content. */
    record Alteration(Set<String> names) implements StateChange {
        public Alteration {
            names = Set.copyOf(names);
        }
    }

    /** A view gets another name. */
    record Renaming(String from, String to) implements StateChange {
        public Renaming {
            requireNonNull(from, "from");
            requireNonNull(to, "to");
        }
    }

    /** There are another current catalog, database or path. */
    record CurrentNames() implements StateChange {}

    /** Caches and files of the session change, which have no names that requests mention. */
    record Resources() implements StateChange {}

    /**
     * Names appear that the engine makes itself and that no request can make a second time, such as the table of a streaming
     * query.
     *
     * @param what is made, in a few words
     */
    record Emergence(Set<String> names, String what) implements StateChange {
        public Emergence {
            names = Set.copyOf(names);
            requireNonNull(what, "what");
        }
    }

    /**
     * Something may change, but what is known only while the request runs, and it may have other effects, so that it must
     * not be repeated.
     *
     * @param what the request is, in a few words
     */
    record Unforeseeable(String what) implements StateChange {
        public Unforeseeable {
            requireNonNull(what, "what");
        }
    }

    /**
     * Several changes, of which each may come about or not, by a request that may have other effects, so that it must not be
     * repeated.
     *
     * @param parts none of them is such a change itself
     * @param what the request is, in a few words
     */
    record Several(List<StateChange> parts, String what) implements StateChange {
        public Several {
            parts = List.copyOf(parts);
            requireNonNull(what, "what");
        }
    }

    /** The names that are defined, changed or dropped. */
    default Set<String> affected() {
        if (this instanceof Definition definition) {
            return definition.names();
        }
        if (this instanceof Declaration declaration) {
            return declaration.names();
        }
        if (this instanceof Assignment assignment) {
            return assignment.names();
        }
        if (this instanceof Removal removal) {
            return removal.names();
        }
        if (this instanceof Alteration alteration) {
            return alteration.names();
        }
        if (this instanceof Renaming renaming) {
            return Set.of(renaming.from(), renaming.to());
        }
        return this instanceof Emergence emergence ? emergence.names() : Set.of();
    }

    /** Whether a request with this change can be sent to another engine, to change its session in the same way. */
    default boolean isRepeatable() {
        return !(this instanceof Emergence || this instanceof Unforeseeable || this instanceof Several);
    }

    /** Whether it is about names of the session or, if the session has none of them, about something else. */
    default boolean isOfExisting() {
        return this instanceof Removal
                || this instanceof Alteration
                || this instanceof Assignment
                || this instanceof Renaming;
    }
}
