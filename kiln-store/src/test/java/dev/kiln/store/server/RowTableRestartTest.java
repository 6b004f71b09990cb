package dev.kiln.store.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.store.Member;
import dev.kiln.store.Store;
import dev.kiln.store.batch.BatchBuilder;
import dev.kiln.store.batch.BytesBuilder;
import dev.kiln.store.batch.EncodedBatch;
import dev.kiln.store.batch.FixedBuilder;
import dev.kiln.store.client.ClientSettings;
import dev.kiln.store.client.Stores;
import dev.kiln.store.ddl.TableDefinition;
import dev.kiln.store.row.RowAction;
import dev.kiln.store.row.RowBatch;
import dev.kiln.store.row.RowScan;
import dev.kiln.store.snapshot.BatchId;
import dev.kiln.store.table.Column;
import dev.kiln.store.table.Compression;
import dev.kiln.store.table.Table;
import dev.kiln.store.table.TableKind;
import dev.kiln.store.table.TableName;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of row tables after their only server was killed. */
final class RowTableRestartTest {
    private static final List<Column> COLUMNS = List.of(
            new Column(1, "id", "integer", false, Optional.empty(), Optional.empty(), "{}"),
            new Column(2, "text", "string", true, Optional.empty(), Optional.empty(), "{}"));

    @TempDir
    Path directory;

    @Test
    void acknowledgedRowsSurviveAKill() throws Exception {
        int port = MemberProcess.freePort("127.0.0.1");
        List<String> locators = List.of("127.0.0.1:" + port);
        try (MemberProcess locator = MemberProcess.locator(directory.resolve("l"), "127.0.0.1", port, locators)
                        .awaitReady();
                MemberProcess server = MemberProcess.server(directory.resolve("s"), "127.0.0.1", locators)
                        .awaitReady()) {
            assertThat(locator.isAlive()).isTrue();
            Store store = Stores.connect(ClientSettings.of(locators.get(0)));
            store.createNamespace("db", Map.of());
            Table kept = create(store, "kept", Map.of("PARTITION_BY", "id", "BUCKETS", "4"));
            Table replicated = create(store, "everywhere", Map.of());
            Table volatileTable = create(store, "in_memory", Map.of("PERSISTENCE", "none"));
            for (Table table : List.of(kept, replicated, volatileTable)) {
                store.rows().write(table, RowAction.PUT, 0, rows(1000));
                assertThat(count(store, table)).isEqualTo(1000);
            }
            server.kill();
            store.close();
            try (MemberProcess again = server.again().awaitReady();
                    Store reader = Stores.connect(ClientSettings.of(locators.get(0)))) {
                assertThat(again.isAlive()).isTrue();
                assertThat(count(reader, kept)).isEqualTo(1000);
                assertThat(count(reader, replicated)).isEqualTo(1000);
                assertThat(count(reader, volatileTable)).isZero();
                reader.rows().write(volatileTable, RowAction.PUT, 0, rows(10));
                assertThat(count(reader, volatileTable)).isEqualTo(10);
                int sqlPort = reader.members().stream()
                        .filter(member -> member.role() == Member.Role.SERVER)
                        .findFirst()
                        .orElseThrow()
                        .port();
                try (Connection connection = DriverManager.getConnection("jdbc:ignite:thin://127.0.0.1:" + sqlPort);
                        ResultSet found = connection
                                .createStatement()
                                .executeQuery("SELECT count(*), max(text) FROM db.kept WHERE id < 10")) {
                    assertThat(found.next()).isTrue();
                    assertThat(found.getInt(1)).isEqualTo(10);
                    assertThat(found.getString(2)).isEqualTo("text 9");
                }
            }
        }
    }

    private static Table create(Store store, String name, Map<String, String> options) {
        Map<String, String> all = new TreeMap<>(options);
        all.put("KEY_COLUMNS", "id");
        return store.create(new TableDefinition(
                        new TableName("db", name), TableKind.ROW, COLUMNS, List.of(), all, Map.of(), Optional.empty())
                .spec(other -> Optional.empty()));
    }

    private static RowBatch rows(int count) {
        BatchBuilder builder = new BatchBuilder(COLUMNS, Compression.LZ4);
        for (int i = 0; i < count; i++) {
            ((FixedBuilder) builder.column(0)).appendInt(i);
            ((BytesBuilder) builder.column(1)).append(("text " + i).getBytes(StandardCharsets.UTF_8));
        }
        EncodedBatch batch = builder.finish(new BatchId(0, 0));
        return new RowBatch(batch.batch(), batch.columns());
    }

    private static int count(Store store, Table table) {
        int count = 0;
        int buckets = store.owners(table).owners().size();
        for (int bucket = 0; bucket < buckets; bucket++) {
            count += store
                    .rows()
                    .scan(
                            table,
                            bucket,
                            new RowScan(List.of(), List.of(), Long.MAX_VALUE),
                            Optional.empty(),
                            "127.0.0.1")
                    .batches()
                    .stream()
                    .mapToInt(batch -> batch.batch().rows())
                    .sum();
        }
        return count;
    }
}
