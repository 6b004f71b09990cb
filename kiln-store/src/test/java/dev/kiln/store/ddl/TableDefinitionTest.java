package dev.kiln.store.ddl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.store.StoreCondition;
import dev.kiln.store.StoreException;
import dev.kiln.store.table.Column;
import dev.kiln.store.table.Compression;
import dev.kiln.store.table.Persistence;
import dev.kiln.store.table.Placement;
import dev.kiln.store.table.TableKind;
import dev.kiln.store.table.TableName;
import dev.kiln.store.table.TableSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TableDefinitionTest {
    private static final List<Column> COLUMNS = List.of(
            column(1, "Id", "long"),
            column(2, "name", "string"),
            column(3, "amount", "double"),
            column(4, "day", "date"));

    @Test
    void aColumnTableWithoutOptions() {
        TableSpec spec = spec(TableKind.COLUMN, Map.of());
        assertThat(spec.placement()).isEqualTo(new Placement.Bucketed(List.of(), 32, 0, Optional.empty()));
        assertThat(spec.persistence()).isEqualTo(Persistence.ASYNC);
        assertThat(spec.compression()).isEqualTo(Compression.LZ4);
        assertThat(spec.batchBytes()).isEqualTo(24 << 20);
        assertThat(spec.keyColumns()).isEmpty();
        assertThat(spec.columns()).isEqualTo(COLUMNS);
    }

    @Test
    void everyOptionOfAColumnTable() {
        TableSpec spec = spec(
                TableKind.COLUMN,
                Map.of(
                        "partition_by", "ID, `Name`",
                        "Buckets", " 64 ",
                        "REDUNDANCY", "1",
                        "PERSISTENCE", "Sync",
                        "KEY_COLUMNS", "id",
                        "COLUMN_BATCH_SIZE", "8 MB",
                        "COMPRESSION", "zstd",
                        "EVICTION_BY", "LRUHEAPPERCENT",
                        "OVERFLOW", "true"));
        assertThat(spec.placement()).isEqualTo(new Placement.Bucketed(List.of("Id", "name"), 64, 1, Optional.empty()));
        assertThat(spec.persistence()).isEqualTo(Persistence.SYNC);
        assertThat(spec.keyColumns()).containsExactly("Id");
        assertThat(spec.batchBytes()).isEqualTo(8 << 20);
        assertThat(spec.compression()).isEqualTo(Compression.ZSTD);
    }

    @Test
    void rowTablesAreReplicatedUnlessPartitioned() {
        TableSpec replicated = spec(TableKind.ROW, Map.of("KEY_COLUMNS", "name,id", "EXPIRE", "60"));
        assertThat(replicated.placement()).isEqualTo(new Placement.Replicated());
        assertThat(replicated.expire()).contains(Duration.ofSeconds(60));
        assertThat(replicated.columns()).extracting(Column::nullable).containsExactly(false, false, true, true);
        TableSpec partitioned =
                spec(TableKind.ROW, Map.of("KEY_COLUMNS", "name,id", "PARTITION_BY", "primary key", "BUCKETS", "8"));
        assertThat(partitioned.placement())
                .isEqualTo(new Placement.Bucketed(List.of("name", "Id"), 8, 0, Optional.empty()));
    }

    @Test
    void bucketTransformsSayTheSame() {
        assertThat(spec(TableKind.COLUMN, Map.of("BUCKETS", "16"), bucket(16, "id"))
                        .placement())
                .isEqualTo(new Placement.Bucketed(List.of("Id"), 16, 0, Optional.empty()));
        refused("BUCKETS", TableKind.COLUMN, Map.of("BUCKETS", "8"), bucket(16, "id"));
        refused("BUCKETS", TableKind.COLUMN, Map.of(), bucket(5000, "id"));
        refused("PARTITION_BY", TableKind.COLUMN, Map.of("PARTITION_BY", "name"), bucket(16, "id"));
        refused("PARTITION_BY", TableKind.COLUMN, Map.of(), bucket(16, "other"));
        refused(
                "PARTITION_BY",
                TableKind.COLUMN,
                Map.of(),
                new PartitionTransform("identity", OptionalInt.empty(), List.of("id")));
        refused("PARTITION_BY", TableKind.COLUMN, Map.of(), bucket(16, "id"), bucket(4, "name"));
    }

    @Test
    void aColocatedTableHasTheBucketsOfTheOther() {
        Map<String, String> like = Map.of("PARTITION_BY", "id", "COLOCATE_WITH", "other");
        assertThat(spec(TableKind.COLUMN, like).placement())
                .isEqualTo(new Placement.Bucketed(List.of("Id"), 7, 2, Optional.of(new TableName("db", "other"))));
        refused("COLOCATE_WITH", TableKind.COLUMN, Map.of("COLOCATE_WITH", "db.other"));
        refused("COLOCATE_WITH", TableKind.COLUMN, Map.of("PARTITION_BY", "id", "COLOCATE_WITH", "db.none"));
        refused("COLOCATE_WITH", TableKind.COLUMN, Map.of("PARTITION_BY", "id", "COLOCATE_WITH", "a.b.c"));
        refused("COLOCATE_WITH", TableKind.COLUMN, Map.of("PARTITION_BY", "day", "COLOCATE_WITH", "db.other"));
        refused("BUCKETS", TableKind.COLUMN, Map.of("PARTITION_BY", "id", "COLOCATE_WITH", "db.other", "BUCKETS", "8"));
        refused(
                "REDUNDANCY",
                TableKind.COLUMN,
                Map.of("PARTITION_BY", "id", "COLOCATE_WITH", "db.other", "REDUNDANCY", "0"));
    }

    @ParameterizedTest
    @CsvSource({
        "BUCKETS, 0",
        "BUCKETS, many",
        "BUCKETS, 1025",
        "REDUNDANCY, 4",
        "REDUNDANCY, -1",
        "PERSISTENCE, always",
        "COMPRESSION, gzip",
        "COLUMN_BATCH_SIZE, 1k",
        "COLUMN_BATCH_SIZE, 24q",
        "COLUMN_BATCH_SIZE, 999999999999g",
        "PARTITION_BY, nothing",
        "PARTITION_BY, 'id,,name'",
        "PARTITION_BY, 'id,ID'",
        "PARTITION_BY, amount",
        "PARTITION_BY, PRIMARY KEY",
        "KEY_COLUMNS, amount",
        "EXPIRE, 60",
        "EVICTION_BY, LRUCOUNT 100",
        "EVICTION_BY, NONE",
        "EVICTION_BY, FIFO",
        "OVERFLOW, false",
        "OVERFLOW, maybe",
        "REPLICATE, true",
        "DISKSTORE, d",
        "COLUMN_MAX_DELTA_ROWS, 10",
        "BUCKET, 3",
    })
    void wrongOptionsOfColumnTablesAreNamed(String option, String value) {
        refused(option, TableKind.COLUMN, Map.of(option, value));
    }

    @ParameterizedTest
    @CsvSource({
        "BUCKETS, 8",
        "REDUNDANCY, 1",
        "COLOCATE_WITH, db.other",
        "PARTITION_BY, name",
        "COMPRESSION, lz4",
        "COLUMN_BATCH_SIZE, 24m",
        "EXPIRE, 0",
        "EXPIRE, soon",
    })
    void wrongOptionsOfRowTablesAreNamed(String option, String value) {
        refused(option, TableKind.ROW, Map.of("KEY_COLUMNS", "id", option, value));
    }

    @Test
    void contradictionsAreNamed() {
        refused("KEY_COLUMNS", TableKind.ROW, Map.of());
        refused("EVICTION_BY", TableKind.COLUMN, Map.of("PERSISTENCE", "none", "EVICTION_BY", "LRUHEAPPERCENT"));
        refused("OVERFLOW", TableKind.COLUMN, Map.of("PERSISTENCE", "none", "OVERFLOW", "true"));
        assertThat(spec(TableKind.COLUMN, Map.of("PERSISTENCE", "none", "OVERFLOW", "false", "EVICTION_BY", "none"))
                        .persistence())
                .isEqualTo(Persistence.NONE);
    }

    @Test
    void propertiesOfTheUserAreKept() {
        TableSpec spec = new TableDefinition(
                        new TableName("db", "t"),
                        TableKind.COLUMN,
                        COLUMNS,
                        List.of(),
                        Map.of("BUCKETS", "4"),
                        Map.of("buckets", "4", "My.Owner", "me"),
                        Optional.empty())
                .spec(name -> Optional.empty());
        assertThat(spec.properties()).isEqualTo(Map.of("My.Owner", "me"));
    }

    @Test
    void optionsOfATableMakeTheSameTable() {
        for (Map<String, String> options : List.of(
                Map.of("PARTITION_BY", "id", "COLOCATE_WITH", "other", "COMPRESSION", "none", "PERSISTENCE", "none"),
                Map.of("BUCKETS", "3", "KEY_COLUMNS", "id,name", "COLUMN_BATCH_SIZE", "1m"))) {
            TableSpec spec = spec(TableKind.COLUMN, options);
            assertThat(spec(TableKind.COLUMN, TableOptions.of(spec))).isEqualTo(spec);
        }
        TableSpec rows = spec(TableKind.ROW, Map.of("KEY_COLUMNS", "id", "EXPIRE", "5", "PERSISTENCE", "sync"));
        assertThat(spec(TableKind.ROW, TableOptions.of(rows))).isEqualTo(rows);
    }

    @Test
    void rowTablesHaveScalarColumnsAlone() {
        List<Column> columns = List.of(
                column(1, "id", "long"),
                column(2, "tags", "{\"type\":\"array\",\"elementType\":\"string\",\"containsNull\":true}"));
        TableDefinition definition = new TableDefinition(
                new TableName("db", "t"),
                TableKind.ROW,
                columns,
                List.of(),
                Map.of("KEY_COLUMNS", "id"),
                Map.of(),
                Optional.empty());
        assertThatThrownBy(() -> definition.spec(name -> Optional.empty()))
                .isInstanceOfSatisfying(StoreException.class, e -> {
                    assertThat(e.condition()).isEqualTo(StoreCondition.UNSUPPORTED_TYPE);
                    assertThat(e.parameters()).containsEntry("column", "tags");
                });
    }

    private static Column column(int id, String name, String type) {
        return new Column(id, name, type, true, Optional.empty(), Optional.empty(), "{}");
    }

    private static PartitionTransform bucket(int number, String column) {
        return new PartitionTransform("bucket", OptionalInt.of(number), List.of(column));
    }

    private static TableSpec spec(TableKind kind, Map<String, String> options, PartitionTransform... partitioning) {
        return new TableDefinition(
                        new TableName("db", "t"),
                        kind,
                        COLUMNS,
                        List.of(partitioning),
                        options,
                        Map.of(),
                        Optional.of("a comment"))
                .spec(TableDefinitionTest::other);
    }

    private static Optional<TableSpec> other(TableName name) {
        return Optional.of(new TableSpec(
                        new TableName("db", "other"),
                        TableKind.COLUMN,
                        List.of(column(1, "k", "\"long\"")),
                        new Placement.Bucketed(List.of("k"), 7, 2, Optional.empty()),
                        Persistence.NONE,
                        List.of(),
                        TableSpec.DEFAULT_BATCH_BYTES,
                        Compression.NONE,
                        Optional.empty(),
                        Optional.empty(),
                        Map.of()))
                .filter(spec -> spec.name().equals(name));
    }

    private static void refused(
            String option, TableKind kind, Map<String, String> options, PartitionTransform... partitioning) {
        assertThatThrownBy(() -> spec(kind, options, partitioning)).isInstanceOfSatisfying(StoreException.class, e -> {
            assertThat(e.condition()).isEqualTo(StoreCondition.INVALID_OPTION);
            assertThat(e.parameters()).containsEntry("option", option);
            assertThat(e).hasMessageContaining(option);
        });
    }
}
