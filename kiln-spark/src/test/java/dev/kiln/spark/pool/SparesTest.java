package dev.kiln.spark.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Engines that are started before anybody needs them. */
final class SparesTest {
    private static final PoolPolicy WARM = new PoolPolicy("warm", ShareLevel.SESSION, Duration.ofMinutes(10), 2);
    private static final PoolPolicy COLD = new PoolPolicy("cold", ShareLevel.USER, Duration.ofMinutes(10), 0);

    private final FakeLauncher launcher = new FakeLauncher();
    private long now = 1;

    private EnginePool<FakeEngine> pool(int inAll) {
        EnginePool<FakeEngine> pool =
                new EnginePool<>(launcher, List.of(WARM, COLD), new PoolLimits(9, inAll), () -> now, launcher);
        maintain(pool);
        return pool;
    }

    private void maintain(EnginePool<FakeEngine> pool) {
        pool.maintain();
        launcher.work();
    }

    private static Lease<FakeEngine> lease(EnginePool<FakeEngine> pool, PoolPolicy policy, String user) {
        return pool.lease(policy, user, UUID.randomUUID().toString());
    }

    @Test
    void aSpareIsTakenAtOnceReplacedAndNeverTakenTwice() {
        EnginePool<FakeEngine> pool = pool(9);
        assertThat(launcher.launched()).hasSize(2);
        Lease<FakeEngine> ann = lease(pool, WARM, "ann");
        Lease<FakeEngine> bob = lease(pool, WARM, "bob");
        assertThat(List.of(ann.engine().join(), bob.engine().join()))
                .containsExactlyElementsOf(launcher.launched().subList(0, 2));
        launcher.work();
        assertThat(launcher.launched()).hasSize(4);
        ann.close();
        launcher.work();
        assertThat(ann.engine().join().isRunning()).isFalse();
        assertThat(lease(pool, WARM, "bob").engine().join())
                .isSameAs(launcher.launched().get(2));
    }

    @Test
    void aSpareThatIsStillBeingLaunchedIsWaitedFor() {
        EnginePool<FakeEngine> pool =
                new EnginePool<>(launcher, List.of(WARM), new PoolLimits(9, 9), () -> now, launcher);
        pool.maintain();
        Lease<FakeEngine> ann = lease(pool, WARM, "ann");
        assertThat(ann.engine()).isNotDone();
        launcher.work();
        assertThat(ann.engine().join()).isSameAs(launcher.launched().get(0));
        assertThat(launcher.launched()).hasSize(3);
    }

    @Test
    void sparesMakeRoomAndNeverTakeIt() {
        EnginePool<FakeEngine> pool = pool(2);
        lease(pool, COLD, "ann");
        launcher.work();
        assertThat(launcher.launched()).hasSize(3);
        assertThat(launcher.running()).isEqualTo(2);
        lease(pool, COLD, "bob");
        launcher.work();
        maintain(pool);
        assertThat(launcher.launched()).hasSize(4);
        assertThat(launcher.running()).isEqualTo(2);
        assertThat(launcher.launched().get(0).isRunning()).isFalse();
        assertThat(launcher.launched().get(1).isRunning()).isFalse();
    }

    @Test
    void aSpareThatDiesIsReplaced() {
        EnginePool<FakeEngine> pool = pool(9);
        launcher.launched().get(0).end("signal 9");
        maintain(pool);
        assertThat(launcher.launched()).hasSize(3);
        assertThat(lease(pool, WARM, "ann").engine().join().isRunning()).isTrue();
    }

    @Test
    void sparesDoNotAgeWhileNobodyNeedsThem() {
        EnginePool<FakeEngine> pool = pool(9);
        now += Duration.ofDays(1).toNanos();
        maintain(pool);
        assertThat(launcher.launched()).hasSize(2);
        assertThat(launcher.running()).isEqualTo(2);
    }

    @Test
    void sparesThatCannotBeStartedAreTriedEverMoreRarely() {
        launcher.fail("no");
        EnginePool<FakeEngine> pool = pool(9);
        int before = launcher.attempts();
        for (int second = 0; second < 3600; second++) {
            now += Duration.ofSeconds(1).toNanos();
            maintain(pool);
        }
        assertThat(launcher.attempts() - before).isBetween(10, 40);
        launcher.recover();
        now += Duration.ofMinutes(5).toNanos();
        maintain(pool);
        assertThat(launcher.running()).isEqualTo(2);
    }
}
