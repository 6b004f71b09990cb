package dev.kiln.connector.read;

import dev.kiln.store.BucketOwners;
import dev.kiln.store.Member;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Where buckets are best read, in the words of Spark's scheduler. */
public final class Hosts {
    private Hosts() {}

    /** The names and addresses of a bucket's owners. */
    public static List<String> of(BucketOwners owners, int bucket) {
        Set<String> hosts = new LinkedHashSet<>();
        if (bucket < owners.owners().size()) {
            for (Member member : owners.owners().get(bucket)) {
                hosts.add(member.host());
                hosts.addAll(member.addresses());
            }
        }
        return List.copyOf(hosts);
    }
}
