package dev.kiln.spi;

import java.util.Optional;

/** One execution. Created by {@link EngineSession#prepare}, run once, then closed by the front door. */
public interface Operation extends AutoCloseable {
    /**
     * Runs on the calling thread and hands every response, in order, to the sink.
     *
     * @throws EngineException with the error the client is to see; {@link EngineException#isCancellation()} tells an
     *     operation that ended because of {@link #interrupt}
     * @throws UnsupportedPlanException if the engine cannot answer; nothing has been done
     */
    void run(ResultSink sink);

    /** Makes {@link #run} end soon. Callable from any thread, before, during and after the run; idempotent. */
    void interrupt();

    /** How far the run is, if the engine can tell. Callable from any thread. */
    Optional<Progress> progress();

    /** The route and plan of this operation for logs and {@code EXPLAIN}: one line. */
    String description();

    /** Releases what the operation holds. Called after {@link #run} has returned, or instead of it. Idempotent. */
    @Override
    void close();
}
