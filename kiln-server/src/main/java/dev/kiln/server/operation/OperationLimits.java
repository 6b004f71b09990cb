package dev.kiln.server.operation;

import java.time.Duration;

/**
 * What one operation may hold and how long its streams last.
 *
 * @param retainedBytes sent responses kept for a client that attaches again
 * @param unsentBytes responses not sent yet; a producer waits above this
 * @param streamDuration after which a stream is cut and the client attaches again; zero for never
 * @param streamBytes after which a stream is cut; zero for never
 * @param chunkBytes largest piece of an Arrow batch for clients that take pieces; zero sends batches whole
 * @param detachedTimeout after which an operation without a stream is given up
 */
public record OperationLimits(
        long retainedBytes,
        long unsentBytes,
        Duration streamDuration,
        long streamBytes,
        long chunkBytes,
        Duration detachedTimeout) {}
