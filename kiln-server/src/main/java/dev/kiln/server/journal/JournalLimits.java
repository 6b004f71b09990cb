package dev.kiln.server.journal;

/**
 * How much a journal holds.
 *
 * @param maxEntries that are still of use
 * @param maxBytes of these entries
 * @param maxArtifactBytes of all artifacts together
 */
public record JournalLimits(int maxEntries, long maxBytes, long maxArtifactBytes) {}
