package dev.kiln.store.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kiln.store.Member;
import dev.kiln.store.Store;
import dev.kiln.store.StoreException;
import dev.kiln.store.client.ClientSettings;
import dev.kiln.store.client.Stores;
import dev.kiln.store.snapshot.Batch;
import dev.kiln.store.snapshot.Snapshot;
import dev.kiln.store.table.Persistence;
import dev.kiln.store.table.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three machines, which are network namespaces, of which one is cut off from the others and comes back. Needs root. The test
 * reaches all of them over other links.
 */
@Tag("store")
final class NetworkSplitTest {
    private static final int MACHINES = 3;
    private static final int PORT = 10334;
    private static final int BUCKETS = 8;

    @TempDir
    Path directory;

    private final List<MemberProcess> members = new ArrayList<>();

    @BeforeEach
    void build() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "network namespaces are for root");
        tearDown();
        assumeTrue(run("ip", "netns", "add", name(1)), "this machine has no network namespaces");
        assertThat(run("ip", "link", "add", "kilnbr", "type", "bridge")).isTrue();
        assertThat(run("ip", "link", "set", "kilnbr", "up")).isTrue();
        for (int i = 1; i <= MACHINES; i++) {
            assertThat(i == 1 || run("ip", "netns", "add", name(i))).isTrue();
            in(i, "ip", "link", "set", "lo", "up");
            link("kilna" + i, "store", i);
            assertThat(run("ip", "link", "set", "kilna" + i, "master", "kilnbr"))
                    .isTrue();
            in(i, "ip", "addr", "add", address(i) + "/24", "dev", "store");
            link("kilnb" + i, "test", i);
            assertThat(run("ip", "addr", "add", "10.231." + (100 + i) + ".1/24", "dev", "kilnb" + i))
                    .isTrue();
            in(i, "ip", "addr", "add", "10.231." + (100 + i) + ".2/24", "dev", "test");
            assertThat(run("ip", "route", "add", address(i) + "/32", "via", "10.231." + (100 + i) + ".2"))
                    .isTrue();
        }
    }

    private static void link(String here, String there, int machine) throws Exception {
        assertThat(run("ip", "link", "add", here, "type", "veth", "peer", "name", there, "netns", name(machine)))
                .isTrue();
        assertThat(run("ip", "link", "set", here, "up")).isTrue();
        in(machine, "ip", "link", "set", there, "up");
    }

    private static String name(int machine) {
        return "kiln" + machine;
    }

    private static String address(int machine) {
        return "10.231.7." + machine;
    }

    private static void in(int machine, String... command) throws Exception {
        List<String> line = new ArrayList<>(List.of("ip", "netns", "exec", name(machine)));
        line.addAll(List.of(command));
        assertThat(run(line.toArray(String[]::new))).isTrue();
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return false;
            }
            return process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @AfterEach
    void end() throws Exception {
        members.forEach(MemberProcess::close);
        tearDown();
    }

    private static void tearDown() throws InterruptedException {
        for (int i = 1; i <= MACHINES; i++) {
            run("ip", "netns", "del", name(i));
            run("ip", "link", "del", "kilna" + i);
            run("ip", "link", "del", "kilnb" + i);
        }
        run("ip", "link", "del", "kilnbr");
    }

    private void start(Member.Role role, int machine, List<String> locators) throws Exception {
        MemberSettings settings = new MemberSettings(
                role,
                directory.resolve(role + "-" + machine),
                address(machine),
                role == Member.Role.LOCATOR ? PORT : 0,
                locators,
                256L << 20,
                Optional.empty(),
                MemberProcess.QUICK);
        members.add(MemberProcess.start(settings, List.of("ip", "netns", "exec", name(machine))));
        if (role == Member.Role.LOCATOR) {
            members.get(members.size() - 1).awaitReady();
        }
    }

    @Test
    void theSmallerPartTakesNoWritesAndComesBack() throws Exception {
        List<String> locators = List.of(address(1) + ":" + PORT, address(3) + ":" + PORT);
        start(Member.Role.LOCATOR, 1, locators);
        start(Member.Role.LOCATOR, 3, locators);
        for (int i = 1; i <= MACHINES; i++) {
            start(Member.Role.SERVER, i, locators);
        }
        for (MemberProcess member : members) {
            member.awaitReady();
        }
        try (Store most = connect(locators.get(0))) {
            most.createNamespace("db", Map.of());
            Table table = most.create(Rows.spec("t", BUCKETS, 1, Persistence.SYNC));
            await(() -> most.members().size() == 5
                    && most.owners(table).owners().stream().allMatch(owners -> owners.size() == 2));
            Set<Long> written = new TreeSet<>();
            write(most, table, written);

            assertThat(run("ip", "link", "set", "kilna3", "down")).isTrue();
            await(() -> most.members().size() == 3);
            // What was under way when they lost one another comes to its end.
            await(() -> tryToWrite(most, table, written));
            // A client that has known the others would find them: the test reaches both sides.
            await(() -> membersAt(locators.get(1)) == 2);
            try (Store few = connect(locators.get(1))) {
                assertThat(few.snapshot(table).version()).isPositive();
                for (int i = 0; i < 3; i++) {
                    assertThatThrownBy(() -> write(few, table, written)).isInstanceOf(StoreException.class);
                    write(most, table, written);
                }
                // The greater part replaces the server that it doesn't see; the smaller one must not.
                await(() -> most.owners(table).owners().stream()
                        .allMatch(owners -> owners.size() == 2
                                && owners.stream()
                                        .noneMatch(owner -> owner.host().equals(address(3)))));
                assertThatThrownBy(() -> write(few, table, written)).isInstanceOf(StoreException.class);
                assertThat(few.members()).hasSize(2);
            }
            write(most, table, written);

            assertThat(run("ip", "link", "set", "kilna3", "up")).isTrue();
            await(() -> most.members().size() == 5 && membersAt(locators.get(1)) == 5);
            try (Store again = connect(locators.get(1))) {
                await(() -> tryToWrite(again, table, written));
                for (Store store : List.of(most, again)) {
                    assertThat(visible(store, table)).isEqualTo(written);
                }
            }
        }
    }

    private static int membersAt(String locator) {
        try (Store store = connect(locator)) {
            return store.members().size();
        }
    }

    private static Store connect(String locator) {
        return Stores.connect(new ClientSettings(List.of(locator), Duration.ofSeconds(8), "test"));
    }

    private static boolean tryToWrite(Store store, Table table, Set<Long> written) {
        try {
            write(store, table, written);
            return true;
        } catch (StoreException e) {
            return false;
        }
    }

    private static void write(Store store, Table table, Set<Long> written) {
        long write = store.beginWrite(table, false);
        int bucket = (int) (write % BUCKETS);
        List<byte[]> columns = List.of(new byte[] {1}, new byte[] {2});
        Batch batch = Rows.batch(write, 0, 1, columns);
        store.upload(table, bucket, batch, columns);
        store.commit(table, Rows.append(write, 0, bucket, batch));
        written.add(write);
    }

    /** The writes whose batches can be seen and read. */
    private static Set<Long> visible(Store store, Table table) {
        Set<Long> visible = new TreeSet<>();
        Snapshot snapshot = store.snapshot(table);
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            for (Batch batch : snapshot.buckets().get(bucket).batches()) {
                var read = store.read(table, bucket, batch.id(), List.of(1), Optional.empty(), address(3));
                assertThat(read.columns().get(0).orElseThrow()).containsExactly(2);
                assertThat(visible.add(batch.id().write())).isTrue();
            }
        }
        return visible;
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (true) {
            boolean met = false;
            try {
                met = condition.getAsBoolean();
            } catch (StoreException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
            }
            if (met) {
                return;
            }
            assertThat(System.nanoTime()).as("took too long").isLessThan(end);
            Thread.sleep(100);
        }
    }
}
