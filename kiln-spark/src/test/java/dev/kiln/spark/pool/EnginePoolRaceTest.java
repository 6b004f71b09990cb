package dev.kiln.spark.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sessions of several users that come, run something and go, all at once. */
@Timeout(60)
final class EnginePoolRaceTest {
    private static final PoolPolicy POLICY = new PoolPolicy("p", ShareLevel.USER, Duration.ofNanos(1), 1);
    private static final PoolLimits LIMITS = new PoolLimits(2, 3);

    private final ExecutorService launches = Executors.newCachedThreadPool();
    private final ExecutorService sessions = Executors.newCachedThreadPool();
    private final Queue<FakeEngine> launched = new ConcurrentLinkedQueue<>();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

    private FakeEngine launch(String profile) {
        FakeEngine engine = new FakeEngine(profile);
        launched.add(engine);
        return engine;
    }

    @Test
    void boundsHoldAndNothingEndsUnderASessionThatRuns() throws Exception {
        EnginePool<FakeEngine> pool =
                new EnginePool<>(this::launch, List.of(POLICY), LIMITS, System::nanoTime, launches);
        List<Future<Integer>> users = new ArrayList<>();
        for (int user = 0; user < 5; user++) {
            String name = "user" + user;
            users.add(sessions.submit(() -> use(pool, name)));
        }
        int served = 0;
        for (Future<Integer> user : users) {
            served += user.get(50, TimeUnit.SECONDS);
        }
        pool.close();
        sessions.shutdownNow();
        launches.shutdown();
        assertThat(launches.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(wrong).isEmpty();
        assertThat(served).isGreaterThan(100);
        assertThat(launched).noneMatch(FakeEngine::isRunning);
    }

    private int use(EnginePool<FakeEngine> pool, String user) throws Exception {
        Random random = new Random(user.hashCode());
        int served = 0;
        for (int i = 0; i < 500; i++) {
            try (Lease<FakeEngine> lease =
                    pool.lease(POLICY, user, UUID.randomUUID().toString())) {
                FakeEngine engine = lease.engine().get(10, TimeUnit.SECONDS);
                try (Lease<FakeEngine>.Use running = lease.begin()) {
                    served++;
                    if (random.nextInt(10) == 0) {
                        pool.maintain();
                    }
                    if (!engine.isRunning()) {
                        wrong.add(engine + " ended under " + running);
                    }
                }
            } catch (PoolExhaustedException | EngineGoneException e) {
                // Others have them all, or it was idle between the lease and the use.
                Thread.onSpinWait();
            }
        }
        return served;
    }
}
