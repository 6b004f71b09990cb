package dev.kiln.store.server;

import dev.kiln.store.table.Table;
import dev.kiln.store.table.TableSpec;
import dev.kiln.store.wire.RecordCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import javax.cache.Cache;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.cache.query.ScanQuery;

/**
 * Writes that are under way, and how those ended that ended lately. The number of a write is odd if its table doesn't outlive
 * the servers, so that the write is found by its number alone. Safe for use by several threads and members.
 */
final class Writes {
    private static final String PREFIX = "write/";
    private static final String ROW_LEVEL = "row-level/";

    private final Caches caches;
    private final Transactions transactions;
    private final Numbers numbers;
    private final Duration timeout;
    private final LongSupplier clock;
    /** When this member last wrote down that it had heard of a write: not every batch needs to. */
    private final Map<Long, Long> noted = new ConcurrentHashMap<>();

    /** @param clock milliseconds since 1970 */
    Writes(Caches caches, Transactions transactions, Numbers numbers, Duration timeout, LongSupplier clock) {
        this.caches = caches;
        this.transactions = transactions;
        this.numbers = numbers;
        this.timeout = timeout;
        this.clock = clock;
    }

    /** How a write is. */
    enum State {
        OPEN,
        COMMITTED,
        GIVEN_UP
    }

    /**
     * A write.
     *
     * @param version of its table that has it, if it is committed
     * @param heard when it was last heard of, or ended
     */
    record Write(long table, State state, boolean rowLevel, long version, long heard) {
        Write ended(State how, long at, long now) {
            return new Write(table, how, rowLevel, at, now);
        }
    }

    /** The row-level writes of a table, some of which may have ended. */
    private record RowLevel(Set<Long> writes) {}

    static boolean isDurable(long write) {
        return write % 2 == 0;
    }

    Cells<Write> cells(boolean durable) {
        return new Cells<>(caches.state(durable), PREFIX, Write.class);
    }

    long begin(Table table, boolean rowLevel) {
        TableSpec spec = table.spec();
        boolean durable = Caches.isDurable(spec);
        long write = numbers.next() * 2 + (durable ? 0 : 1);
        Write entry = new Write(table.id(), State.OPEN, rowLevel, 0, clock.getAsLong());
        if (!rowLevel) {
            cells(durable).put(write, entry);
            return write;
        }
        transactions.run(() -> {
            Set<Long> open = new HashSet<>(openRowLevel(table));
            open.add(write);
            rowLevelCells(durable).put(table.id(), new RowLevel(open));
            cells(durable).put(write, entry);
            return null;
        });
        return write;
    }

    private Cells<RowLevel> rowLevelCells(boolean durable) {
        return new Cells<>(caches.state(durable), ROW_LEVEL, RowLevel.class);
    }

    private Set<Long> openRowLevel(Table table) {
        return rowLevelCells(Caches.isDurable(table.spec()))
                .get(table.id())
                .map(RowLevel::writes)
                .orElse(Set.of())
                .stream()
                .filter(write -> find(write).map(Write::state).orElse(State.GIVEN_UP) == State.OPEN)
                .collect(Collectors.toSet());
    }

    /**
     * Whether somebody is about to change rows of a table by their places. Whoever moves rows asks in the transaction that
     * moves them: a write that begins later reads them where they are then.
     */
    boolean hasRowLevel(Table table) {
        return !openRowLevel(table).isEmpty();
    }

    /** Whether somebody writes to a table, as far as this member knows. */
    boolean hasOpen(Table table) {
        List<Long> open = new ArrayList<>();
        each(Caches.isDurable(table.spec()), (write, one) -> {
            if (one.table() == table.id() && one.state() == State.OPEN) {
                open.add(write);
            }
        });
        return !open.isEmpty();
    }

    /** For a table that was dropped. */
    void forget(Table table) {
        rowLevelCells(Caches.isDurable(table.spec())).remove(table.id());
    }

    Optional<Write> find(long write) {
        return cells(isDurable(write)).get(write);
    }

    /**
     * Makes sure that a write may go on, and notes that it was heard of.
     *
     * @throws dev.kiln.store.StoreException {@code WRITE_EXPIRED} if it has ended
     */
    void touch(long write) {
        long now = clock.getAsLong();
        Long last = noted.get(write);
        if (last != null && now - last < timeout.toMillis() / 8) {
            if (find(write).map(Write::state).orElse(State.GIVEN_UP) != State.OPEN) {
                throw Failures.writeExpired(write);
            }
            return;
        }
        boolean open = transactions.run(() -> {
            Optional<Write> found = find(write).filter(one -> one.state() == State.OPEN);
            found.ifPresent(one ->
                    cells(isDurable(write)).put(write, new Write(one.table(), State.OPEN, one.rowLevel(), 0, now)));
            return found.isPresent();
        });
        if (!open) {
            throw Failures.writeExpired(write);
        }
        noted.put(write, now);
    }

    void abort(long write) {
        transactions.run(() -> {
            find(write).filter(one -> one.state() == State.OPEN).ifPresent(one -> cells(isDurable(write))
                    .put(write, one.ended(State.GIVEN_UP, 0, clock.getAsLong())));
            return null;
        });
        noted.remove(write);
    }

    /** Gives those up that nothing is heard of, and forgets those that ended long ago. */
    void expire() {
        long now = clock.getAsLong();
        noted.values().removeIf(last -> now - last > timeout.toMillis());
        for (boolean durable : new boolean[] {true, false}) {
            for (long write : ofAge(durable, now)) {
                transactions.run(() -> {
                    find(write)
                            .filter(one -> now - one.heard() > timeout.toMillis())
                            .ifPresent(one -> {
                                if (one.state() == State.OPEN) {
                                    cells(durable).put(write, one.ended(State.GIVEN_UP, 0, now));
                                } else {
                                    cells(durable).remove(write);
                                }
                            });
                    return null;
                });
            }
        }
    }

    private List<Long> ofAge(boolean durable, long now) {
        List<Long> old = new ArrayList<>();
        each(durable, (write, one) -> {
            if (now - one.heard() > timeout.toMillis()) {
                old.add(write);
            }
        });
        return old;
    }

    private void each(boolean durable, BiConsumer<Long, Write> action) {
        IgniteCache<String, byte[]> state = caches.state(durable);
        try (var entries = state.query(new ScanQuery<String, byte[]>().setLocal(true))) {
            for (Cache.Entry<String, byte[]> entry : entries) {
                if (entry.getKey().startsWith(PREFIX)) {
                    action.accept(
                            Long.valueOf(entry.getKey().substring(PREFIX.length())),
                            RecordCodec.read(Write.class, entry.getValue()));
                }
            }
        }
    }
}
