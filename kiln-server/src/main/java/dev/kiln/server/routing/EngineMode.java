package dev.kiln.server.routing;

import static java.util.Objects.requireNonNull;

import dev.kiln.server.error.FrontDoorErrors;
import dev.kiln.server.error.ThrownAs;
import java.util.Collection;

/**
 * Which engine a session wants.
 *
 * @param text {@value #AUTO_TEXT}, {@value #EMBEDDED_TEXT} or the name of another engine
 */
record EngineMode(String text) {
    static final String AUTO_TEXT = "auto";
    static final String EMBEDDED_TEXT = "embedded";

    /** The embedded engine as far as it goes, another one for the rest. */
    static final EngineMode AUTO = new EngineMode(AUTO_TEXT);

    static final EngineMode EMBEDDED = new EngineMode(EMBEDDED_TEXT);

    EngineMode {
        requireNonNull(text, "text");
    }

    /**
     * Reads what a client or a configuration says.
     *
     * @param engines the names of the engines beside the embedded one
     * @throws dev.kiln.spi.EngineException if there is no such engine
     */
    static EngineMode parse(String text, Collection<String> engines) {
        EngineMode mode = new EngineMode(text.strip());
        if (!mode.equals(AUTO) && !mode.equals(EMBEDDED) && !engines.contains(mode.text())) {
            throw FrontDoorErrors.plain(
                    ThrownAs.ILLEGAL_ARGUMENT,
                    "There is no engine '" + mode.text() + "'; " + RoutingEngine.SETTING + " is " + AUTO_TEXT + ", "
                            + EMBEDDED_TEXT + " or one of: " + String.join(", ", engines) + ".");
        }
        return mode;
    }

    boolean isAuto() {
        return equals(AUTO);
    }

    boolean isEmbedded() {
        return equals(EMBEDDED);
    }

    /** Whether another engine than the embedded one is to answer everything. */
    boolean namesEngine() {
        return !isAuto() && !isEmbedded();
    }

    /** The engine that takes what the embedded one does not answer. */
    String other() {
        return namesEngine() ? text : NamedEngines.STANDARD;
    }
}
