package dev.kiln.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.app.TwoSides.Side;
import dev.kiln.cli.client.ConnectClient;
import dev.kiln.cli.client.RemoteAddress;
import dev.kiln.spi.config.Configuration;
import dev.kiln.store.backup.TableBackup;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The home's own store: a process that the first use of the catalog starts, and that ends with Kiln. */
@Timeout(180)
final class HomeStoreTest {
    @TempDir
    private Path home;

    private final Set<Long> before =
            ProcessHandle.current().children().map(ProcessHandle::pid).collect(Collectors.toSet());

    private Application start() {
        return Application.start(
                new Home(home),
                new ConfigurationSource(
                        Optional.empty(),
                        Map.of(
                                "kiln.server.port", "0",
                                "kiln.server.drainTime", "100ms",
                                "kiln.warmUpTime", "0s",
                                "kiln.web.port", "0",
                                "kiln.store.memory", "256m")),
                Level.ERROR,
                ConfiguredEngine::open);
    }

    private static Side session(Application application) {
        return new Side(
                "embedded",
                ConnectClient.open(RemoteAddress.parse(application.address() + "/;user_id=tester")),
                () -> {});
    }

    /** Its tables are written by the process that there is, or else by one for the while. */
    private void assertBackup(String name, int before) {
        Configuration configuration = new ConfigurationSource(Optional.empty(), Map.of()).load(new Home(home));
        assertThat(stores()).hasSize(before);
        try (OwnStore own = OwnStore.open(new Home(home), configuration)) {
            assertThat(stores()).hasSize(1);
            List<String> said = new ArrayList<>();
            TableBackup.write(own.store(), home.resolve("backup-" + name), List.of(), said::add);
            assertThat(said).anyMatch(line -> line.startsWith("db.t: 9001 rows"));
        }
    }

    /** Processes that this one has started since the test began. */
    private List<Long> stores() {
        return ProcessHandle.current()
                .children()
                .map(ProcessHandle::pid)
                .filter(pid -> !before.contains(pid))
                .toList();
    }

    private static JsonNode page(URI pages) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(pages.resolve("/api/store")).build();
        return new ObjectMapper()
                .readTree(HttpClient.newHttpClient()
                        .send(request, HttpResponse.BodyHandlers.ofString())
                        .body());
    }

    /** What is remembered of an earlier look is shown for two seconds. */
    private static void showsTables(URI pages) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        JsonNode store = page(pages);
        while (store.path("tables").size() < 2 && System.nanoTime() < end) {
            Thread.sleep(200);
            store = page(pages);
        }
        assertThat(store.get("serves").asBoolean()).isTrue();
        assertThat(store.findValuesAsText("role")).containsExactly("locator", "server");
        JsonNode table = store.at("/tables/0");
        assertThat(table.get("name").asText()).isEqualTo("db.t");
        assertThat(table.get("rows").asLong()).isEqualTo(9001);
        assertThat(table.get("bytes").asLong()).isPositive();
        assertThat(table.get("copies").asInt()).isEqualTo(1);
        assertThat(table.get("buckets")).hasSize(4);
        assertThat(table.at("/buckets/3/owners/0").asText())
                .isEqualTo(store.at("/members/1/id").asText());
    }

    @Test
    void isStartedWhenUsedSharedBySessionsAndKeptForTheNextStart() throws Exception {
        try (Application application = start();
                Side first = session(application);
                Side second = session(application)) {
            URI pages = application.servePages().orElseThrow();
            assertThat(page(pages).get("reason").asText()).contains("hasn't been used");
            first.run("create table plain as select 1 as a");
            assertThat(stores()).isEmpty();
            assertThat(home.resolve("store")).doesNotExist();

            first.run("create namespace if not exists store.db");
            first.run("create table store.db.t (k bigint, v string, a array<int>) using column"
                    + " options (PARTITION_BY 'k', BUCKETS '4', PERSISTENCE 'sync')");
            assertThat(stores()).hasSize(1);
            first.run("insert into store.db.t select id, concat('v', id), array(int(id), null) from range(10000)");
            assertThat(second.outcome("select count(*), sum(k), min(v), sum(a[0]) from store.db.t"))
                    .contains("10000,49995000,v0,49995000");
            assertThat(second.outcome("select v from store.db.t where k = 4711"))
                    .contains("v4711");
            second.run("use store.db");
            second.run("update t set v = 'odd' where k % 2 = 1 and k < 100");
            second.run("delete from t where k >= 9000");
            second.run(
                    "merge into t using (select 5 as k union all select 20000) s on t.k = s.k"
                            + " when matched then update set v = 'merged' when not matched then insert (k, v) values (s.k, 'new')");
            assertThat(first.outcome("select v, count(*) from store.db.t where k < 100 and v not like 'v%' or k > 8999"
                            + " group by v order by v"))
                    .contains("merged,1", "new,1", "odd,49");
            assertThat(first.outcome("select count(*) from store.db.t t join plain p on t.k = p.a"))
                    .contains("1");
            first.run(
                    "create table store.db.u using column as select k % 10 as g, count(*) as n from store.db.t group by 1");
            assertThat(second.outcome("select sum(n) from u")).contains("9001");
            assertThat(second.outcome("show tables in store.db")).contains("t,", "u,");
            showsTables(pages);
            second.run("set spark.kiln.store.locators = 127.0.0.1:1");
            assertThat(second.outcome("select count(*) from store.db.t")).contains("9001");
            assertThatThrownBy(() -> second.run(
                            "insert into t select id, if(id = 5, raise_error('no'), 'x'), null from range(10)"))
                    .hasMessageContaining("no");
            assertThat(first.outcome("select count(*) from store.db.t")).contains("9001");
        }
        assertThat(stores()).isEmpty();
        try (Application application = start();
                Side session = session(application)) {
            assertThat(session.outcome("select count(*), max(k) from store.db.t"))
                    .contains("9001,20000");
            assertThat(Files.exists(home.resolve("store"))).isTrue();
            assertBackup("running", 1);
        }
        assertThat(stores()).isEmpty();
        assertBackup("ended", 0);
        assertThat(stores()).isEmpty();
    }
}
