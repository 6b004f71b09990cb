package dev.kiln.store.client;

import dev.kiln.store.BucketOwners;
import dev.kiln.store.Member;
import dev.kiln.store.table.Table;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Who held the buckets of tables a moment ago; asked again when members come or go. Safe for use by several threads. */
final class OwnerLists {
    private static final int MOST = 256;
    private static final long FRESH_NANOS = 10_000_000_000L;

    private final Function<Table, BucketOwners> source;
    private final Map<Long, Known> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Known> eldest) {
            return size() > MOST;
        }
    };

    OwnerLists(Function<Table, BucketOwners> source) {
        this.source = source;
    }

    private record Known(BucketOwners owners, Set<String> members, long asked) {}

    /** The owners of a bucket that are among the servers. */
    List<Member> of(Table table, int bucket, List<Member> servers) {
        Set<String> ids = new HashSet<>();
        servers.forEach(server -> ids.add(server.id()));
        Known now;
        synchronized (this) {
            @Nullable Known found = known.get(table.id());
            now = found != null && found.members().equals(ids) && System.nanoTime() - found.asked() < FRESH_NANOS
                    ? found
                    : null;
        }
        if (now == null) {
            now = new Known(source.apply(table), ids, System.nanoTime());
            synchronized (this) {
                known.put(table.id(), now);
            }
        }
        List<List<Member>> owners = now.owners().owners();
        return bucket < owners.size()
                ? owners.get(bucket).stream()
                        .filter(owner -> ids.contains(owner.id()))
                        .toList()
                : List.of();
    }
}
