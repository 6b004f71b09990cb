package dev.kiln.spark.cluster;

import dev.kiln.spark.process.ProcessIdentity;
import java.net.URI;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * A master or a worker that was started.
 *
 * @param name {@code master}, or {@code worker-1} and so on
 * @param masterUrl the master's own, or the one that the worker belongs to
 * @param page its web page
 * @param restPort where a master takes submissions over HTTP
 * @param log its log, on its machine
 */
public record Daemon(
        String name,
        DaemonRole role,
        ProcessIdentity process,
        String masterUrl,
        URI page,
        OptionalInt restPort,
        Path log) {}
