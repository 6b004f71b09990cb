package dev.kiln.spark.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kiln.spark.SparkSetupException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class EnginePoolTest {
    private static final PoolPolicy BY_USER = policy("by-user", ShareLevel.USER, 0);
    private static final PoolPolicy BY_SESSION = policy("by-session", ShareLevel.SESSION, 0);
    private static final PoolPolicy FOR_ALL = policy("for-all", ShareLevel.SHARED, 0);

    private final FakeLauncher launcher = new FakeLauncher();
    private long now = 1;

    private static PoolPolicy policy(String profile, ShareLevel level, int spares) {
        return new PoolPolicy(profile, level, Duration.ofMinutes(10), spares);
    }

    private EnginePool<FakeEngine> pool(int perUser, int inAll, PoolPolicy... policies) {
        return new EnginePool<>(launcher, List.of(policies), new PoolLimits(perUser, inAll), () -> now, launcher);
    }

    private static Lease<FakeEngine> lease(EnginePool<FakeEngine> pool, PoolPolicy policy, String user) {
        return pool.lease(policy, user, UUID.randomUUID().toString());
    }

    /** Takes a lease, and does what has to be done for it. */
    private Lease<FakeEngine> served(EnginePool<FakeEngine> pool, PoolPolicy policy, String user) {
        Lease<FakeEngine> lease = lease(pool, policy, user);
        launcher.work();
        return lease;
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    @Test
    void levelsSayWhoSharesAnEngine() {
        EnginePool<FakeEngine> pool = pool(9, 9, BY_USER, BY_SESSION, FOR_ALL);
        FakeEngine annsFirst = served(pool, BY_USER, "ann").engine().join();
        assertThat(served(pool, BY_USER, "ann").engine().join()).isSameAs(annsFirst);
        assertThat(served(pool, BY_USER, "bob").engine().join()).isNotSameAs(annsFirst);
        assertThat(served(pool, BY_SESSION, "ann").engine().join())
                .isNotSameAs(served(pool, BY_SESSION, "ann").engine().join());
        assertThat(served(pool, FOR_ALL, "ann").engine().join())
                .isSameAs(served(pool, FOR_ALL, "bob").engine().join());
        assertThat(launcher.launched()).hasSize(5);
    }

    @Test
    void oneLaunchServesAllWhoWaitForIt() {
        EnginePool<FakeEngine> pool = pool(9, 9, BY_USER);
        Lease<FakeEngine> one = lease(pool, BY_USER, "ann");
        Lease<FakeEngine> other = lease(pool, BY_USER, "ann");
        assertThat(one.engine()).isNotDone();
        launcher.work();
        assertThat(one.engine().join()).isSameAs(other.engine().join());
        assertThat(launcher.attempts()).isEqualTo(1);
    }

    @Test
    void aFailedLaunchIsNotTriedAgainAtOnceAndOnlyByThoseWhomItConcerns() {
        EnginePool<FakeEngine> pool = pool(9, 9, BY_SESSION, BY_USER);
        launcher.fail("no room on the cluster");
        assertThat(served(pool, BY_SESSION, "ann").engine()).isCompletedExceptionally();
        for (int i = 0; i < 3; i++) {
            assertThatExceptionOfType(SparkSetupException.class)
                    .isThrownBy(() -> lease(pool, BY_SESSION, "ann"))
                    .withMessage("no room on the cluster");
        }
        assertThat(launcher.attempts()).isEqualTo(1);
        launcher.recover();
        assertThat(served(pool, BY_SESSION, "bob").engine()).isCompleted();
        assertThat(served(pool, BY_USER, "ann").engine()).isCompleted();
        pass(Duration.ofSeconds(5));
        assertThat(served(pool, BY_SESSION, "ann").engine()).isCompleted();
    }

    @Test
    void anEngineOfASessionEndsWithIt() {
        EnginePool<FakeEngine> pool = pool(9, 9, BY_SESSION);
        Lease<FakeEngine> lease = served(pool, BY_SESSION, "ann");
        Lease<FakeEngine> copy = lease.share();
        lease.close();
        lease.close();
        launcher.work();
        assertThat(launcher.running()).isEqualTo(1);
        copy.close();
        launcher.work();
        assertThat(launcher.launched().get(0).endReason()).isEqualTo("its session was closed");
    }

    @Test
    void aSessionThatIsGoneBeforeItsEngineHasStartedLeavesNothingBehind() {
        EnginePool<FakeEngine> pool = pool(1, 1, BY_SESSION);
        lease(pool, BY_SESSION, "ann").close();
        launcher.work();
        assertThat(launcher.launched()).singleElement().satisfies(engine -> assertThat(engine.isRunning())
                .isFalse());
        assertThat(served(pool, BY_SESSION, "ann").engine()).isCompleted();
    }

    @Test
    void anEngineThatRunsNothingIsEndedAfterSomeTime() {
        EnginePool<FakeEngine> pool = pool(9, 9, BY_USER);
        Lease<FakeEngine> lease = served(pool, BY_USER, "ann");
        FakeEngine engine = lease.engine().join();
        pass(Duration.ofMinutes(9));
        Lease<FakeEngine>.Use use = lease.begin();
        pass(Duration.ofMinutes(60));
        maintain(pool);
        assertThat(engine.isRunning()).isTrue();
        use.close();
        use.close();
        pass(Duration.ofMinutes(9));
        maintain(pool);
        assertThat(engine.isRunning()).isTrue();
        engine.setBusy(true);
        pass(Duration.ofMinutes(60));
        maintain(pool);
        assertThat(engine.isRunning()).isTrue();
        engine.setBusy(false);
        maintain(pool);
        assertThat(engine.isRunning()).isFalse();
        assertThatExceptionOfType(EngineGoneException.class)
                .isThrownBy(lease::begin)
                .withMessageContaining("not used for some time");
        assertThat(served(pool, BY_USER, "ann").engine().join()).isNotSameAs(engine);
    }

    private void maintain(EnginePool<FakeEngine> pool) {
        pool.maintain();
        launcher.work();
    }

    @Test
    void anEngineThatDiesIsReplacedForThoseThatComeLater() {
        EnginePool<FakeEngine> pool = pool(1, 1, BY_USER);
        Lease<FakeEngine> lease = served(pool, BY_USER, "ann");
        lease.engine().join().end("signal 9");
        assertThatExceptionOfType(EngineGoneException.class)
                .isThrownBy(lease::begin)
                .withMessage("signal 9");
        assertThatExceptionOfType(EngineGoneException.class).isThrownBy(lease::share);
        assertThat(served(pool, BY_USER, "ann").engine().join().isRunning()).isTrue();
    }

    @Test
    void nobodyHasMoreThanAUserMayHave() {
        EnginePool<FakeEngine> pool = pool(2, 9, BY_SESSION, FOR_ALL);
        served(pool, BY_SESSION, "ann");
        Lease<FakeEngine> second = lease(pool, BY_SESSION, "ann");
        assertThatExceptionOfType(PoolExhaustedException.class)
                .isThrownBy(() -> lease(pool, BY_SESSION, "ann"))
                .withMessageContaining("the user 'ann' has 2 Spark engines")
                .withMessageContaining("kiln.spark.maxEnginesPerUser");
        assertThat(served(pool, BY_SESSION, "bob").engine()).isCompleted();
        assertThat(served(pool, FOR_ALL, "ann").engine()).isCompleted();
        second.close();
        launcher.work();
        assertThat(served(pool, BY_SESSION, "ann").engine()).isCompleted();
    }

    @Test
    void whatNoSessionHoldsMakesRoomTheLongestUnusedFirst() {
        EnginePool<FakeEngine> pool = pool(9, 3, BY_USER);
        Lease<FakeEngine> ann = served(pool, BY_USER, "ann");
        Lease<FakeEngine> bob = served(pool, BY_USER, "bob");
        served(pool, BY_USER, "zoe");
        assertThatExceptionOfType(PoolExhaustedException.class)
                .isThrownBy(() -> lease(pool, BY_USER, "eve"))
                .withMessageContaining("there are 3 Spark engines");
        bob.close();
        pass(Duration.ofSeconds(1));
        ann.close();
        served(pool, BY_USER, "eve");
        assertThat(bob.engine().join().endReason()).isEqualTo("another engine needed its place");
        assertThat(ann.engine().join().isRunning()).isTrue();
        assertThat(launcher.running()).isEqualTo(3);
    }

    @Test
    void theEngineThatMakesRoomHasEndedBeforeTheNextIsLaunched() {
        EnginePool<FakeEngine> pool = pool(9, 1, BY_USER);
        Lease<FakeEngine> ann = served(pool, BY_USER, "ann");
        ann.close();
        lease(pool, BY_USER, "bob");
        assertThat(ann.engine().join().isRunning()).isTrue();
        assertThatExceptionOfType(PoolExhaustedException.class).isThrownBy(() -> lease(pool, BY_USER, "ann"));
        launcher.work();
        assertThat(launcher.running()).isEqualTo(1);
    }

    @Test
    void closingEndsWhatRunsAndWhatIsBeingLaunched() {
        PoolPolicy spared = policy("spared", ShareLevel.USER, 1);
        EnginePool<FakeEngine> pool = pool(9, 9, BY_USER, spared);
        maintain(pool);
        served(pool, BY_USER, "ann");
        Lease<FakeEngine> launching = lease(pool, BY_USER, "bob");
        pool.close();
        pool.close();
        launcher.shutDown();
        launcher.work();
        assertThat(launcher.launched()).hasSize(3);
        assertThat(launcher.running()).isZero();
        assertThatExceptionOfType(EngineGoneException.class).isThrownBy(launching::begin);
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> lease(pool, BY_USER, "ann"));
        launching.close();
        maintain(pool);
        assertThat(launcher.launched()).hasSize(3);
    }
}
