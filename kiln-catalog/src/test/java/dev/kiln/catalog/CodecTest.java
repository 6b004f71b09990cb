package dev.kiln.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.math.BigInteger;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.TableIdentifier;
import org.apache.spark.sql.catalyst.catalog.BucketSpec;
import org.apache.spark.sql.catalyst.catalog.CatalogColumnStat;
import org.apache.spark.sql.catalyst.catalog.CatalogStatistics;
import org.apache.spark.sql.catalyst.catalog.CatalogStorageFormat;
import org.apache.spark.sql.catalyst.catalog.CatalogTable;
import org.apache.spark.sql.catalyst.catalog.CatalogTablePartition;
import org.apache.spark.sql.catalyst.catalog.CatalogTableType;
import org.apache.spark.sql.catalyst.plans.logical.Histogram;
import org.apache.spark.sql.catalyst.plans.logical.HistogramBin;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import scala.Option;
import scala.Product;
import scala.math.BigInt;

class CodecTest {
    private static final CatalogStorageFormat STORAGE = new CatalogStorageFormat(
            Option.apply(URI.create("file:/tmp/a%20b/t")),
            Option.apply("in"),
            Option.apply("out"),
            Option.apply("serde"),
            true,
            Json.scalaMap(Map.of("path", "x", "Delimiter", "\u0001")),
            Option.apply("serdeName"));

    private static final CatalogStatistics STATISTICS = new CatalogStatistics(
            new BigInt(new BigInteger("123456789012345678901234567890")),
            Option.apply(new BigInt(BigInteger.TEN)),
            Json.scalaMap(Map.of(
                    "id",
                    new CatalogColumnStat(
                            Option.apply(new BigInt(BigInteger.ONE)),
                            Option.apply("-1"),
                            Option.apply("7"),
                            Option.apply(new BigInt(BigInteger.ZERO)),
                            Option.apply(8L),
                            Option.apply(9L),
                            Option.apply(new Histogram(2.5, new HistogramBin[] {
                                new HistogramBin(-0.0, 1e300, 3), new HistogramBin(Double.NEGATIVE_INFINITY, 0.1, 4)
                            })),
                            2))));

    @Test
    void everyFieldOfATableSurvives() {
        String ddl = "a int COMMENT 'x', b array<map<string,struct<c:decimal(38,10),d:timestamp_ntz>>>,"
                + " e interval day to second, f string collate UNICODE_CI, g variant, day date";
        CatalogTable table = new CatalogTable(
                new TableIdentifier("t \"x\"", Option.apply("db"), Option.apply("spark_catalog")),
                CatalogTableType.EXTERNAL(),
                STORAGE,
                StructType.fromDDL(ddl),
                Option.apply("parquet"),
                Json.seq(List.of("day")),
                Option.apply(new BucketSpec(4, Json.seq(List.of("a")), Json.seq(List.of("a", "e")))),
                "owner",
                1,
                2,
                "4.2.0",
                Json.scalaMap(Map.of("view.sqlConfig.spark.sql.ansi.enabled", "true", "leer", "")),
                Option.apply(STATISTICS),
                Option.apply("select 1"),
                Option.apply("comment"),
                Option.apply("UNICODE"),
                Json.seq(List.of("skewed columns")),
                true,
                false,
                CatalogFixtures.map("ignored", "yes"),
                Option.apply("SELECT 1 -- original"),
                Option.apply(Json.seq(List.of("spark_catalog", "db", "t"))));

        TableCodec codec = new TableCodec();
        CatalogTable copy = codec.decode(codec.encode(table));

        assertNoFieldIsDefault(table);
        assertThat(copy.stats().get().colStats().apply("id").histogram())
                .isEqualTo(STATISTICS.colStats().apply("id").histogram());
        assertThat(copy).isEqualTo(table);
        assertThat(copy.schema().json()).isEqualTo(table.schema().json());
        assertThat(codec.encode(copy)).isEqualTo(codec.encode(table));
    }

    @Test
    void absentFieldsStayAbsent() {
        TableCodec codec = new TableCodec();
        CatalogTable table = CatalogFixtures.table("db", "t");
        assertThat(codec.decode(codec.encode(table))).isEqualTo(table);
    }

    @Test
    void everyFieldOfAPartitionSurvives() {
        CatalogTablePartition partition = new CatalogTablePartition(
                Json.scalaMap(Map.of("day", "2020-01-01", "Country", "Österreich/x")),
                STORAGE,
                CatalogFixtures.map("a", "b"),
                5,
                6,
                Option.apply(STATISTICS));
        PartitionCodec codec = new PartitionCodec();
        assertNoFieldIsDefault(partition);
        assertThat(codec.decode(codec.encode(partition))).isEqualTo(partition);
    }

    @Test
    void everyFieldOfDatabasesAndFunctionsSurvives() {
        var database = CatalogFixtures.database("d", java.nio.file.Path.of("/tmp/a b"));
        var function = CatalogFixtures.function("d", "f");
        assertThat(new DatabaseCodec().decode(new DatabaseCodec().encode(database)))
                .isEqualTo(database);
        assertThat(new FunctionCodec().decode(new FunctionCodec().encode(function)))
                .isEqualTo(function);
    }

    /** Guards the tests above: a field that Spark adds would otherwise be forgotten silently. */
    private static void assertNoFieldIsDefault(Product value) {
        for (int i = 0; i < value.productArity(); i++) {
            Object field = value.productElement(i);
            assertThat(field)
                    .as("%s.%s", value.productPrefix(), value.productElementName(i))
                    .isNotEqualTo(Option.empty())
                    .isNotEqualTo("");
        }
        assertThat(Arrays.stream(value.getClass().getDeclaredFields())
                        .map(Field::getName)
                        .filter(name -> !name.contains("$")))
                .hasSizeGreaterThanOrEqualTo(value.productArity());
    }
}
