package dev.kiln.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kiln.app.TwoSides.Side;
import dev.kiln.spark.distribution.Distributions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kiln's catalog in drivers of other versions of Spark than Kiln's own; src/test/sparks/pom.xml fetches them. */
@Tag("engines")
@Timeout(240)
final class OtherSparksTest {
    @TempDir
    private Path home;

    private TwoSides sides(String version) {
        Path spark = Path.of("target/sparks", version).toAbsolutePath();
        assumeTrue(Files.isDirectory(spark.resolve("jars")), "Spark " + version + " was not fetched");
        return TwoSides.open(
                home,
                Map.of(),
                directories ->
                        new Distributions(directories.engines(), List.of(), Map.of("SPARK_HOME", spark.toString())));
    }

    @Test
    void spark40SharesTheCatalog() {
        try (TwoSides sides = sides("4.0.1")) {
            Side embedded = sides.embedded();
            Side spark = sides.spark();
            assertThat(spark.run("SELECT version()")).contains("4.0.1");
            for (Side side : List.of(embedded, spark)) {
                Side other = sides.other(side);
                String database = "d_" + side;
                side.run("CREATE DATABASE " + database);
                side.run("CREATE TABLE " + database + ".t (a INT COMMENT 'x', s STRING DEFAULT 'z', k STRING) USING"
                        + " parquet PARTITIONED BY (k) COMMENT 'ours'");
                side.run("INSERT INTO " + database + ".t (a, k) VALUES (1, 'p'), (2, 'q')");
                other.run("INSERT INTO " + database + ".t VALUES (3, 'c', 'r')");
                assertSame(sides, "SELECT * FROM " + database + ".t ORDER BY a", "1,z,p", "2,z,q", "3,c,r");
                assertSame(sides, "SHOW PARTITIONS " + database + ".t", "k=p", "k=r");
                other.run("ALTER TABLE " + database + ".t RENAME TO " + database + ".u");
                side.run("ANALYZE TABLE " + database + ".u COMPUTE STATISTICS");
                assertThat(other.run("DESCRIBE EXTENDED " + database + ".u")).contains("3 rows", "ours");
                other.run("CREATE VIEW " + database + ".v AS SELECT sum(a) AS n FROM " + database + ".u");
                assertSame(sides, "SELECT n FROM " + database + ".v", "6");
                assertSame(sides, "SHOW VIEWS IN " + database, "v");
                side.run("CREATE FUNCTION " + database + ".f (x INT) RETURNS INT RETURN x + 1");
                assertSame(sides, "SELECT " + database + ".f(1)", "2");
                assertThat(other.outcome("CREATE TABLE " + database + ".u (a INT)"))
                        .contains("TABLE_OR_VIEW_ALREADY_EXISTS");
                other.run("DROP DATABASE " + database + " CASCADE");
                assertThat(side.outcome("SELECT * FROM " + database + ".u")).contains("TABLE_OR_VIEW_NOT_FOUND");
            }
        }
    }

    private static void assertSame(TwoSides sides, String question, String... parts) {
        String answer = sides.spark().run(question);
        assertThat(answer).contains(parts);
        assertThat(sides.embedded().run(question)).isEqualTo(answer);
    }

    @Test
    void spark35SaysThatItHasNoCatalog() {
        try (TwoSides sides = sides("3.5.5")) {
            Side spark = sides.spark();
            sides.embedded().run("CREATE TABLE t USING parquet AS SELECT 1 AS a");
            for (String statement : List.of(
                    "SELECT * FROM t",
                    "SELECT * FROM default.t",
                    "SELECT * FROM other.t",
                    "SHOW TABLES",
                    "SHOW DATABASES",
                    "CREATE TABLE u (a INT) USING parquet",
                    "DROP TABLE IF EXISTS t",
                    "SELECT f(1)",
                    "CREATE DATABASE d",
                    "USE d")) {
                assertThat(spark.outcome(statement))
                        .as(statement)
                        .startsWith("!")
                        .contains("cannot be used on Spark 3.5.5, only on Spark 4");
            }
            spark.run("CREATE TEMPORARY VIEW v AS SELECT id FROM range(3)");
            assertThat(spark.run("SELECT count(*) FROM v")).contains("3");
            assertThat(spark.run("SELECT a FROM parquet.`" + home.resolve("warehouse/t") + "`"))
                    .contains("1");
        }
    }
}
