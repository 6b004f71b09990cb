package dev.kiln.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kiln.app.TwoSides.Side;
import dev.kiln.store.process.ChildStore;
import dev.kiln.store.process.MemberJvm;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the embedded engine commits to the store's tables, Spark engines see, and the other way round. */
@Tag("engines")
@Timeout(300)
final class SharedStoreTest {
    @TempDir
    private Path temporary;

    @Test
    void bothEnginesShareTheStoresTables() {
        assumeTrue(BothEngines.connector().isPresent(), "the connector's jar comes with mvn package");
        try (ChildStore store =
                        ChildStore.start(MemberJvm.installed(), temporary.resolve("store"), 256L << 20, 512L << 20);
                TwoSides sides = TwoSides.open(
                        temporary.resolve("home"),
                        Map.of(
                                "kiln.store.locators", store.locators(),
                                "kiln.store.tokenFile",
                                        temporary
                                                .resolve("store")
                                                .resolve("token")
                                                .toString()))) {
            for (Side side : List.of(sides.embedded(), sides.spark())) {
                changes(side, sides.other(side), "store.shop_" + side);
            }
        }
    }

    private static void changes(Side side, Side other, String namespace) {
        String table = namespace + ".orders";
        side.run("CREATE NAMESPACE " + namespace);
        other.run("CREATE TABLE " + table + " (id BIGINT, customer STRING, amount DECIMAL(10, 2), tags ARRAY<STRING>)"
                + " USING column OPTIONS (PARTITION_BY 'id', BUCKETS '4')");
        assertSame(side, other, "DESCRIBE TABLE " + table, "decimal(10,2)");
        side.run("INSERT INTO " + table + " SELECT id, concat('c', id % 7), id / 4, array('x', CAST(id AS STRING))"
                + " FROM range(1000)");
        String totals = "SELECT count(*), sum(amount), min(customer), max(tags[1]) FROM " + table;
        assertSame(side, other, totals, "1000,124875.00,c0,999");
        other.run("UPDATE " + table + " SET amount = amount + 1 WHERE customer = 'c3'");
        assertSame(side, other, "SELECT sum(amount) FROM " + table, "125018.00");
        side.run("DELETE FROM " + table + " WHERE id % 2 = 0");
        other.run("MERGE INTO " + table + " t USING (SELECT * FROM VALUES (1L, 'm', 5), (2L, 'n', 6) AS v(i, c, a)) s"
                + " ON t.id = s.i WHEN MATCHED THEN UPDATE SET amount = s.a"
                + " WHEN NOT MATCHED THEN INSERT (id, customer, amount) VALUES (s.i, s.c, s.a)");
        assertSame(
                side, other, "SELECT * FROM " + table + " WHERE id < 4 ORDER BY id", "1,c1,5.00", "2,n,6.00", "3,c3,");
        other.run("CREATE TABLE " + namespace + ".copy USING column AS SELECT id, amount FROM " + table);
        assertSame(side, other, "SELECT count(*) FROM " + namespace + ".copy", "501");
        side.run("DROP TABLE " + table);
        assertThat(other.outcome("SELECT * FROM " + table)).contains("TABLE_OR_VIEW_NOT_FOUND");
    }

    private static void assertSame(Side side, Side other, String query, String... parts) {
        assertThat(side.outcome(query))
                .as(query)
                .isEqualTo(other.outcome(query))
                .contains(parts);
    }
}
