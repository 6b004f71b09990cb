package dev.kiln.spark.cluster;

import java.util.Optional;

/**
 * A machine of a cluster and how it is reached.
 *
 * @param host its name
 * @param overSsh whether it is reached over ssh; otherwise it is this machine
 * @param kiln the command on that machine, if it is not at the same path as here
 * @param home Kiln's home on that machine, if it is not the one that Kiln takes of itself
 */
public record Place(String host, boolean overSsh, Optional<String> kiln, Optional<String> home) {
    /** This machine, under a name that it has. */
    public static Place here(String host) {
        return new Place(host, false, Optional.empty(), Optional.empty());
    }
}
