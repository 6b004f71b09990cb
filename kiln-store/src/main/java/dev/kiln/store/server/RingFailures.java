package dev.kiln.store.server;

import org.apache.ignite.Ignite;
import org.apache.ignite.failure.AbstractFailureHandler;
import org.apache.ignite.failure.FailureContext;
import org.apache.ignite.failure.StopNodeOrHaltFailureHandler;
import org.apache.ignite.internal.mem.IgniteOutOfMemoryException;
import org.apache.ignite.internal.util.typedef.X;

/**
 * What a member does when something of Ignite's fails that others rely on: it ends, so that copies take its place. Memory
 * that is full is not such a thing: Ignite looks for room before it changes anything, and the write is refused.
 */
final class RingFailures extends AbstractFailureHandler {
    private final StopNodeOrHaltFailureHandler end = new StopNodeOrHaltFailureHandler();

    @Override
    protected boolean handle(Ignite ignite, FailureContext failure) {
        return !X.hasCause(failure.error(), IgniteOutOfMemoryException.class) && end.onFailure(ignite, failure);
    }
}
