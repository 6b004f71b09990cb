package dev.kiln.store.server;

import dev.kiln.store.Member;
import dev.kiln.store.StoreCondition;
import dev.kiln.store.StoreException;
import dev.kiln.store.wire.RecordCodec;
import dev.kiln.store.wire.Reply;
import dev.kiln.store.wire.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteAuthenticationException;
import org.apache.ignite.IgniteException;
import org.apache.ignite.Ignition;
import org.apache.ignite.cluster.ClusterState;
import org.apache.ignite.internal.IgniteEx;
import org.apache.ignite.internal.processors.security.OperationSecurityContext;
import org.apache.ignite.internal.util.typedef.X;
import org.jspecify.annotations.Nullable;

/** A member of the store that runs in this process. Safe for use by several threads. */
public final class StoreNode implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(StoreNode.class.getName());
    private static final long STEP_MILLIS = 100;
    private static final long COMPACTION_MILLIS = 1000;
    private static final long LOOK_MILLIS = 1000;

    private final MemberSettings settings;
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(3, task -> {
        Thread thread = new Thread(task, "kiln-store-keeper");
        thread.setDaemon(true);
        return thread;
    });
    private volatile @Nullable Parts parts;
    private volatile String told = "";

    private StoreNode(MemberSettings settings) {
        this.settings = settings;
    }

    /** What there is once the ring has been joined. */
    private record Parts(
            Ignite ignite, String name, Requests requests, Departures departures, List<ScheduledFuture<?>> tasks) {}

    /**
     * Starts a member, and returns when it is in the ring. Whether it holds rows yet, {@link #awaitReady} tells.
     *
     * @throws StoreException {@code UNAVAILABLE} if it can't get in
     */
    public static StoreNode start(MemberSettings settings) {
        StoreNode node = new StoreNode(settings);
        try {
            node.join();
            return node;
        } catch (RuntimeException | Error e) {
            node.close();
            throw e;
        }
    }

    private void join() {
        Ignite ignite;
        RingConfiguration configuration;
        try {
            configuration = new RingConfiguration(settings);
        } catch (IllegalArgumentException e) {
            throw new StoreException(StoreCondition.INVALID_OPTION, String.valueOf(e.getMessage()), e);
        }
        try {
            ignite = Ignition.start(configuration.build(this));
        } catch (IgniteException e) {
            throw refusal(e);
        }
        Caches caches = new Caches(ignite);
        Requests requests = Requests.on(ignite, caches, settings);
        Quorum quorum = new Quorum(ignite, configuration.locators());
        Keeper keeper = new Keeper(ignite, caches, settings.times().replace(), quorum);
        List<ScheduledFuture<?>> tasks = new ArrayList<>();
        tasks.add(every(STEP_MILLIS, keeper::step));
        tasks.add(every(LOOK_MILLIS, () -> lookAround(quorum)));
        if (settings.role() == Member.Role.SERVER) {
            tasks.add(every(Math.max(1000, settings.times().retention().toMillis() / 8), requests::collect));
            tasks.add(every(COMPACTION_MILLIS, requests::compact));
        }
        parts = new Parts(ignite, configuration.name(), requests, requests.departures(), tasks);
    }

    /** In a ring that fell apart, whoever isn't in its greater part goes over to that when it can be reached again. */
    private void lookAround(Quorum quorum) {
        Parts now = parts;
        if (now == null || quorum.isHeld()) {
            return;
        }
        List<Member> mine = now.ignite().cluster().forServers().nodes().stream()
                .map(MemberAttributes::member)
                .toList();
        if (new Reunion(settings).isElsewhere(mine)) {
            LOG.log(System.Logger.Level.WARNING, "Most of the store is in another ring; joining that");
            leave();
            rejoin();
        }
    }

    private void rejoin() {
        while (!timer.isShutdown()) {
            try {
                join();
                return;
            } catch (StoreException e) {
                tellOnce(e);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
            }
        }
    }

    private StoreException refusal(IgniteException e) {
        if (X.hasCause(e, IgniteAuthenticationException.class, SSLException.class)) {
            return new StoreException(
                    StoreCondition.ACCESS_DENIED,
                    "The members at " + settings.locators() + " don't let this one in: "
                            + (X.hasCause(e, SSLException.class)
                                    ? "they don't trust one another's certificates, or one side is without TLS"
                                    : "its token isn't theirs"),
                    e);
        }
        return Failures.message(e).contains("BaselineTopology") ? forgotten(e) : Failures.of(e);
    }

    /** The ring refuses whoever knows more of its past than those do that are in it. */
    private StoreException forgotten(IgniteException e) {
        return new StoreException(
                StoreCondition.UNAVAILABLE,
                "This member knows of changes of the store that the members at " + settings.locators()
                        + " don't, because their directories are new, or because they were away at the time. End those;"
                        + " then start first a locator that was there until the end, or, if there is none, a server with a"
                        + " --port that is also named among its --locators, and then a locator, with a new directory, that is"
                        + " given this server's address among its --locators",
                e);
    }

    /** What is done again and again. */
    private interface Task {
        void run() throws InterruptedException;
    }

    private ScheduledFuture<?> every(long millis, Task task) {
        return timer.scheduleWithFixedDelay(
                () -> {
                    try {
                        task.run();
                    } catch (RuntimeException | LinkageError e) {
                        // The ring is changing, or ending; the next time it may have come to rest.
                        tellOnce(e);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                millis,
                millis,
                TimeUnit.MILLISECONDS);
    }

    private void tellOnce(Throwable e) {
        String text = e.toString();
        if (!text.equals(told)) {
            told = text;
            LOG.log(System.Logger.Level.WARNING, "Will be tried again", e);
        }
    }

    /** Waits until a server holds its share of the rows, or a locator can be asked. */
    public boolean awaitReady(Duration longest) {
        long end = System.nanoTime() + longest.toNanos();
        while (System.nanoTime() < end) {
            if (isReady()) {
                return true;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        return isReady();
    }

    private boolean isReady() {
        Parts now = parts;
        if (now == null) {
            return false;
        }
        return settings.role() == Member.Role.LOCATOR
                || now.ignite().cluster().state() == ClusterState.ACTIVE
                        && new Caches(now.ignite()).hasReplicated()
                        && now.requests().isServing();
    }

    private Parts present() {
        Parts now = parts;
        if (now == null) {
            throw new IllegalStateException("The member isn't in the ring");
        }
        return now;
    }

    /** The servers that have rows and aren't there, as {@code name@host} with commas between. */
    String missing() {
        return present().departures().missing().entrySet().stream()
                .map(server -> server.getKey() + "@" + server.getValue())
                .collect(Collectors.joining(","));
    }

    /** As {@link Departures#forget} does it. */
    Map<String, List<Integer>> forget(Set<String> servers) {
        try {
            return present().departures().forget(servers);
        } catch (RuntimeException e) {
            throw Failures.of(e);
        }
    }

    /** The member as others see it. */
    public Member member() {
        Parts now = present();
        return MemberAttributes.member(now.ignite().cluster().localNode());
    }

    List<byte[]> answer(List<byte[]> message) {
        List<byte[]> reply = new ArrayList<>();
        try {
            Parts now = parts;
            if (now == null) {
                throw Failures.unavailable("the member is just being started");
            }
            Request request = RecordCodec.read(Request.class, message.get(0));
            Requests.Answer answer = asMember(now, request, message.subList(1, message.size()));
            reply.add(RecordCodec.write(Reply.class, new Reply(Optional.empty(), answer.value())));
            reply.addAll(answer.attachments());
        } catch (RuntimeException e) {
            StoreException failure = Failures.of(e);
            if (failure != e) {
                LOG.log(System.Logger.Level.WARNING, "A request failed", e);
            }
            reply.clear();
            reply.add(RecordCodec.write(Reply.class, Reply.failed(failure)));
        }
        return reply;
    }

    /** What the store does for a client it does as itself: clients may do nothing of it on their own. */
    @SuppressWarnings("try") // it counts as long as it is open
    private static Requests.Answer asMember(Parts now, Request request, List<byte[]> attachments) {
        IgniteEx ignite = (IgniteEx) now.ignite();
        try (OperationSecurityContext own =
                ignite.context().security().withContext(ignite.localNode().id())) {
            return now.requests().answer(request, attachments);
        }
    }

    /** Leaves the ring. */
    @Override
    public void close() {
        timer.shutdownNow();
        leave();
    }

    private synchronized void leave() {
        Parts now = parts;
        parts = null;
        if (now != null) {
            now.tasks().forEach(task -> task.cancel(false));
            MemberService.forget(now.name());
            now.ignite().close();
        }
    }

    @Override
    public String toString() {
        return "StoreNode" + Arrays.asList(settings.role(), settings.host());
    }
}
