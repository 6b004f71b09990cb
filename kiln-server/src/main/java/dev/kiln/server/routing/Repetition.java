package dev.kiln.server.routing;

import dev.kiln.server.journal.Action;
import dev.kiln.spi.EngineSession;

/** Makes a change of the journal again, in another engine's session. */
@FunctionalInterface
interface Repetition {
    /**
     * @throws dev.kiln.spi.EngineException if the engine fails to
     * @throws dev.kiln.spi.UnsupportedPlanException if the engine cannot do that
     */
    void repeat(Action action, EngineSession session, Interruption interruption);
}
