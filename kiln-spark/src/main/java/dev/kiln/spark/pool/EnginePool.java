package dev.kiln.spark.pool;

import dev.kiln.spark.SparkSetupException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engines of all profiles. There is one launch at a time for the same key, which all wait for who need that engine.
 * Where there are as many engines as there may be, one that no session holds makes room. Thread-safe.
 */
@SuppressWarnings("FutureReturnValueIgnored") // They tell the pool of launches and ends, and throw nothing.
public final class EnginePool<E extends Pooled> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EnginePool.class);
    private static final String CLOSED = "Kiln is being stopped";

    private final Launcher<E> launcher;
    private final PoolLimits limits;
    private final LongSupplier clock;
    private final Executor executor;
    private final Map<EngineKey, Slot<E>> slots = new LinkedHashMap<>();
    private final Map<String, Spares<E>> spares = new LinkedHashMap<>();
    private final RecentFailures failures = new RecentFailures();
    private boolean closed;

    /**
     * @param policies of all profiles, for their spares
     * @param clock a monotonic clock in nanoseconds
     * @param executor launches and ends engines, on threads of its own; at most as many at once as there may be engines
     */
    public EnginePool(
            Launcher<E> launcher,
            Collection<PoolPolicy> policies,
            PoolLimits limits,
            LongSupplier clock,
            Executor executor) {
        this.launcher = launcher;
        this.limits = limits;
        this.clock = clock;
        this.executor = executor;
        policies.forEach(policy -> spares.put(policy.profile(), new Spares<>(policy)));
    }

    /**
     * Takes hold of the engine that a session is to have, which is launched if there is none. Does not wait for that.
     *
     * @param session an id that no other session has or had
     * @throws PoolExhaustedException if there are as many engines as there may be
     * @throws SparkSetupException if such an engine could not be started a moment ago
     * @throws IllegalStateException if the pool is closed
     */
    public synchronized Lease<E> lease(PoolPolicy policy, String user, String session) {
        if (closed) {
            throw new IllegalStateException("the pool is closed");
        }
        EngineKey key = policy.shareLevel().key(policy.profile(), user, session);
        Slot<E> slot = slots.get(key);
        if (slot == null) {
            failures.find(key, clock.getAsLong()).ifPresent(failure -> {
                // Each caller has its own, because throwables gather stack traces and what was suppressed.
                throw new SparkSetupException(String.valueOf(failure.getMessage()), failure);
            });
            slot = fill(key, policy);
        }
        return lease(slot);
    }

    private Lease<E> lease(Slot<E> slot) {
        slot.lease();
        return new Lease<>(this, slot);
    }

    private Slot<E> fill(EngineKey key, PoolPolicy policy) {
        boolean isSpare = spares.get(policy.profile()).count() > 0;
        Optional<E> leaving = makeRoom(key, isSpare);
        CompletableFuture<E> engine =
                spares.get(policy.profile()).take().orElseGet(() -> launch(policy.profile(), leaving));
        if (isSpare) {
            leaving.ifPresent(this::endForAnother);
        }
        Slot<E> slot = new Slot<>(key, policy, engine, clock.getAsLong());
        slots.put(key, slot);
        engine.whenComplete((launched, thrown) -> settle(slot, Optional.ofNullable(thrown)));
        replenish();
        return slot;
    }

    private CompletableFuture<E> launch(String profile, Optional<E> leaving) {
        CompletableFuture<E> launched = new CompletableFuture<>();
        executor.execute(() -> {
            try {
                leaving.ifPresent(EnginePool::makeWay);
                E engine = launcher.launch(profile);
                launched.complete(engine);
                endIfClosed(engine);
            } catch (Throwable t) {
                launched.completeExceptionally(t);
            }
        });
        return launched;
    }

    /** On the thread that launched it: once the pool is closed, the executor may take no more work. */
    private void endIfClosed(E engine) {
        if (isClosed()) {
            engine.end(CLOSED);
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /** The engine that is to end so that there may be another, if one has to. It belongs to the pool no more. */
    private Optional<E> makeRoom(EngineKey key, boolean isSpare) {
        if (key.user().isPresent() && countOf(key.user().get()) >= limits.perUser()) {
            return Optional.of(takeUnclaimed(slot -> slot.key().user().equals(key.user()))
                    .orElseThrow(() -> new PoolExhaustedException("the user '"
                            + key.user().get() + "' has " + limits.perUser()
                            + " Spark engines, as many as a user may have (kiln.spark.maxEnginesPerUser), and all"
                            + " belong to open sessions; close one of them, or try again later")));
        }
        if (isSpare || slots.size() + countSpares() < limits.inAll()) {
            return Optional.empty();
        }
        return Optional.of(spares.values().stream()
                .flatMap(kept -> kept.takeRunning().stream())
                .findFirst()
                .or(() -> takeUnclaimed(slot -> true))
                .orElseThrow(() -> new PoolExhaustedException("there are " + limits.inAll()
                        + " Spark engines, as many as there may be (kiln.spark.maxEngines), and all belong to open"
                        + " sessions; try again later")));
    }

    private long countOf(String user) {
        return slots.keySet().stream()
                .filter(key -> key.user().filter(user::equals).isPresent())
                .count();
    }

    private int countSpares() {
        return spares.values().stream().mapToInt(Spares::count).sum();
    }

    private Optional<E> takeUnclaimed(Predicate<Slot<E>> candidate) {
        Optional<Slot<E>> longest = slots.values().stream()
                .filter(candidate)
                .filter(slot -> slot.unclaimed().isPresent())
                .min(Comparator.comparingLong(slot -> slot.lastUsed() - clock.getAsLong()));
        longest.ifPresent(slot -> remove(slot, "another engine needed its place"));
        return longest.flatMap(Slot::running);
    }

    private void remove(Slot<E> slot, String reason) {
        slot.end(reason);
        slots.remove(slot.key(), slot);
    }

    private static void makeWay(Pooled engine) {
        engine.end("another engine needed its place");
    }

    private void endForAnother(E engine) {
        executor.execute(() -> makeWay(engine));
    }

    private synchronized void settle(Slot<E> slot, Optional<Throwable> thrown) {
        if (thrown.isPresent()) {
            remove(slot, "it did not start");
            if (thrown.get() instanceof SparkSetupException failure) {
                failures.add(slot.key(), failure, clock.getAsLong());
            }
            return;
        }
        E engine = slot.engine().join();
        if (closed) {
            return;
        }
        if (slot.isLeftBehind()) {
            end(slot, engine, "its session was closed");
        } else {
            slot.started(clock.getAsLong());
            engine.ended().thenAccept(reason -> gone(slot, reason));
        }
    }

    private void end(Slot<E> slot, E engine, String reason) {
        remove(slot, reason);
        executor.execute(() -> engine.end(reason));
    }

    private synchronized void gone(Slot<E> slot, String reason) {
        remove(slot, reason);
    }

    synchronized void begin(Slot<E> slot) {
        requireUsable(slot);
        slot.begin();
    }

    synchronized void finish(Slot<E> slot) {
        slot.finish(clock.getAsLong());
    }

    synchronized Lease<E> share(Slot<E> slot) {
        requireUsable(slot);
        return lease(slot);
    }

    private void requireUsable(Slot<E> slot) {
        Slot.launched(slot.engine())
                .map(Pooled::ended)
                .filter(CompletableFuture::isDone)
                .ifPresent(ended -> remove(slot, ended.join()));
        slot.endReason().ifPresent(reason -> {
            throw new EngineGoneException(reason);
        });
    }

    synchronized void release(Slot<E> slot) {
        slot.release(clock.getAsLong());
        if (!closed && slot.isLeftBehind()) {
            slot.running().ifPresent(engine -> end(slot, engine, "its session was closed"));
        }
    }

    /** Ends engines that have been idle for too long, and starts the spares that are missing. To be called regularly. */
    public synchronized void maintain() {
        if (closed) {
            return;
        }
        long now = clock.getAsLong();
        for (Slot<E> slot : List.copyOf(slots.values())) {
            slot.idle(now).ifPresent(engine -> {
                LOG.info("engine {} has been idle for too long", engine);
                end(slot, engine, "it was not used for some time");
            });
        }
        replenish();
    }

    private void replenish() {
        for (Spares<E> kept : spares.values()) {
            while (kept.isShort(clock.getAsLong()) && slots.size() + countSpares() < limits.inAll()) {
                CompletableFuture<E> engine = launch(kept.profile(), Optional.empty());
                kept.add(engine);
                engine.whenComplete((launched, thrown) -> settleSpare(kept, engine, Optional.ofNullable(thrown)));
            }
        }
    }

    private synchronized void settleSpare(Spares<E> kept, CompletableFuture<E> engine, Optional<Throwable> thrown) {
        if (thrown.isPresent()) {
            kept.failed(engine, clock.getAsLong());
            if (!closed) {
                LOG.warn(
                        "a spare engine could not be started: {}",
                        String.valueOf(thrown.get().getMessage()));
            }
            return;
        }
        kept.started();
        engine.join().ended().thenAccept(reason -> forget(kept, engine));
    }

    private synchronized void forget(Spares<E> kept, CompletableFuture<E> engine) {
        kept.remove(engine);
    }

    /**
     * Ends all engines, on the executor, and those that are being launched as soon as that is over. The executor may be
     * shut down afterwards.
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        List<E> running = new ArrayList<>();
        slots.values().forEach(slot -> slot.running().ifPresent(running::add));
        for (Spares<E> kept : spares.values()) {
            for (Optional<E> spare = kept.takeRunning(); spare.isPresent(); spare = kept.takeRunning()) {
                running.add(spare.get());
            }
        }
        slots.values().forEach(slot -> slot.end(CLOSED));
        slots.clear();
        running.forEach(engine -> executor.execute(() -> engine.end(CLOSED)));
    }
}
