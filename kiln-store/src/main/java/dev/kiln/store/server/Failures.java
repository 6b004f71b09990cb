package dev.kiln.store.server;

import dev.kiln.store.StoreCondition;
import dev.kiln.store.StoreException;
import dev.kiln.store.table.TableName;
import java.util.Collection;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.cache.CacheException;
import org.apache.ignite.internal.mem.IgniteOutOfMemoryException;
import org.apache.ignite.internal.processors.cache.CacheInvalidStateException;
import org.apache.ignite.internal.util.typedef.X;

/** What is said when something can't be done. */
final class Failures {
    private Failures() {}

    static StoreException namespaceNotFound(String namespace) {
        return of(
                StoreCondition.NAMESPACE_NOT_FOUND,
                "The store has no namespace " + namespace,
                Map.of("namespace", namespace));
    }

    static StoreException tableNotFound(TableName name) {
        return of(StoreCondition.TABLE_NOT_FOUND, "The store has no table " + name, Map.of("table", name.toString()));
    }

    static StoreException tableExists(TableName name) {
        return of(
                StoreCondition.TABLE_ALREADY_EXISTS,
                "The store has a table " + name + " already",
                Map.of("table", name.toString()));
    }

    static StoreException tableChanged(TableName name) {
        return of(
                StoreCondition.TABLE_CHANGED,
                "The table " + name + " has been altered or dropped meanwhile",
                Map.of("table", name.toString()));
    }

    static StoreException invalidOption(String option, String message) {
        return of(StoreCondition.INVALID_OPTION, message, Map.of("option", option));
    }

    static StoreException conflict(TableName table, int bucket, String why) {
        return of(
                StoreCondition.COMMIT_CONFLICT,
                "Another write to " + table + " came first: " + why + " (bucket " + bucket + "); nothing was changed",
                Map.of("table", table.toString(), "bucket", String.valueOf(bucket)));
    }

    static StoreException writeExpired(long write) {
        return of(
                StoreCondition.WRITE_EXPIRED,
                "The write " + write + " was given up, by its owner or because nothing was heard of it for too long",
                Map.of("write", String.valueOf(write)));
    }

    static StoreException bucketsLost(TableName table, Collection<Integer> buckets) {
        String named = new TreeSet<>(buckets).stream().map(String::valueOf).collect(Collectors.joining(", "));
        return of(
                StoreCondition.BUCKETS_LOST,
                "All servers with copies of these buckets of " + table + " are gone: " + named,
                Map.of("table", table.toString(), "buckets", named));
    }

    static StoreException unavailable(String why) {
        return of(StoreCondition.UNAVAILABLE, "The store can't do this now: " + why, Map.of());
    }

    static StoreException of(StoreCondition condition, String message, Map<String, String> parameters) {
        return new StoreException(condition, message, parameters);
    }

    /** Whether something failed because all copies of it are gone. */
    static boolean isLost(RuntimeException e) {
        return X.hasCause(e, CacheInvalidStateException.class) && !isCutOff(e);
    }

    /** Whether something was refused because most of the store can't be seen; see {@link Quorum}. */
    private static boolean isCutOff(RuntimeException e) {
        return X.hasCause(e, "topology is not valid", CacheInvalidStateException.class);
    }

    /** What Ignite's exceptions are to a client. */
    static StoreException of(RuntimeException e) {
        if (e instanceof StoreException known) {
            return known;
        }
        if (X.hasCause(e, IgniteOutOfMemoryException.class)) {
            return of(StoreCondition.STORE_FULL, "The store has no room left", Map.of());
        }
        if (isCutOff(e)) {
            return unavailable("its members see less than half of the servers that have its rows");
        }
        if (isLost(e)) {
            // Of what every server has: they have all been away, and are coming back.
            return unavailable("what is known of tables isn't back yet");
        }
        if (e instanceof IllegalArgumentException) {
            return of(StoreCondition.INTERNAL, "The request is not understood: " + e.getMessage(), Map.of());
        }
        if (e instanceof CacheException
                || e instanceof org.apache.ignite.IgniteException
                || e instanceof IllegalStateException) {
            return unavailable(message(e));
        }
        return of(StoreCondition.INTERNAL, "The store has a defect: " + e, Map.of());
    }

    /** What was wrong, down to its cause. */
    static String message(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return e.getMessage() + (root == e ? "" : ", " + root.getMessage());
    }
}
