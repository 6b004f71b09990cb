package dev.kiln.store;

import java.util.List;

/**
 * Which servers hold a table's buckets, at one moment.
 *
 * @param owners per bucket, the first copy's server first; empty where none is left
 */
public record BucketOwners(List<List<Member>> owners) {
    public BucketOwners {
        owners = owners.stream().map(List::copyOf).toList();
    }
}
