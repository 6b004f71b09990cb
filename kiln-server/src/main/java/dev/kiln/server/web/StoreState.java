package dev.kiln.server.web;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** How the store of shared tables is. */
public sealed interface StoreState {
    /**
     * Nothing to look at.
     *
     * @param reason why, for people
     */
    record Nothing(String reason) implements StoreState {}

    /**
     * A store that answers.
     *
     * @param serves whether its tables can be used; otherwise it waits for servers
     * @param missing hosts of servers that have rows and aren't there
     * @param members locators first
     * @param tables by name; none while the store waits
     */
    record Known(boolean serves, List<String> missing, List<Member> members, List<Table> tables) implements StoreState {
        public Known {
            missing = List.copyOf(missing);
            members = List.copyOf(members);
            tables = List.copyOf(tables);
        }
    }

    /**
     * A process of the store. Sizes are in bytes.
     *
     * @param id its own, as buckets name it
     * @param role locator or server
     * @param address host and port
     * @param zone the redundancy zone
     * @param heap of Java
     * @param memory of rows, outside of the heap
     * @param disk used by its directory
     * @param readHere read of column tables from what it holds
     * @param readElsewhere fetched for them from other servers
     * @param written of column tables
     */
    record Member(
            String id,
            String role,
            String address,
            Optional<String> zone,
            Used heap,
            Used memory,
            long disk,
            long readHere,
            long readElsewhere,
            long written) {}

    /** So many bytes of at most so many. */
    record Used(long used, long most) {}

    /**
     * A table.
     *
     * @param name with its namespace
     * @param kind column or row
     * @param persistence what of it survives its servers
     * @param copies how many there are to be of each bucket; 0 means one on every server
     * @param content if it can be known without reading rows
     * @param buckets in order
     */
    record Table(
            String name, String kind, String persistence, int copies, Optional<Content> content, List<Bucket> buckets) {
        public Table {
            buckets = List.copyOf(buckets);
        }

        /** The largest bucket's bytes over those of a bucket on average: 1 if all are equal. */
        public OptionalDouble skew() {
            long most = buckets.stream()
                    .flatMap(bucket -> bucket.content().stream())
                    .mapToLong(Content::bytes)
                    .max()
                    .orElse(0);
            return content.filter(all -> all.bytes() > 0)
                    .map(all -> OptionalDouble.of((double) most * buckets.size() / all.bytes()))
                    .orElse(OptionalDouble.empty());
        }
    }

    /** Rows that a reader sees, and the bytes of one copy as they are stored. */
    record Content(long rows, long bytes) {}

    /**
     * A bucket of a table.
     *
     * @param content if it can be known without reading rows
     * @param owners ids of the servers that have it, the first copy's first; empty if it is lost
     */
    record Bucket(Optional<Content> content, List<String> owners) {
        public Bucket {
            owners = List.copyOf(owners);
        }
    }
}
