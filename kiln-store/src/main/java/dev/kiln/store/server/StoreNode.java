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
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
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
    private record Parts(Ignite ignite, String name, Requests requests) {}

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
        parts = new Parts(ignite, configuration.name(), requests);
        Keeper keeper = new Keeper(ignite, caches, settings.times().replace());
        every(STEP_MILLIS, keeper::step);
        if (settings.role() == Member.Role.SERVER) {
            every(Math.max(1000, settings.times().retention().toMillis() / 8), requests::collect);
            every(COMPACTION_MILLIS, requests::compact);
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

    private void every(long millis, Task task) {
        var unused = timer.scheduleWithFixedDelay(
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

    /** The member as others see it. */
    public Member member() {
        Parts now = parts;
        if (now == null) {
            throw new IllegalStateException("The member isn't in the ring");
        }
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
        Parts now = parts;
        parts = null;
        if (now != null) {
            MemberService.forget(now.name());
            now.ignite().close();
        }
    }

    @Override
    public String toString() {
        return "StoreNode" + Arrays.asList(settings.role(), settings.host());
    }
}
