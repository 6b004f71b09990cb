package dev.kiln.conformance.golden;

import dev.kiln.conformance.SparkTestArtifact;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.connect.SparkSession;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;

/** The tables that golden files read and no golden file creates. */
final class TestTables {
    private static final String WISCONSIN =
            "unique1 int, unique2 int, two int, four int, ten int, twenty int, hundred int,"
                    + " thousand int, twothousand int, fivethous int, tenthous int, odd int, even int,"
                    + " stringu1 string, stringu2 string, string4 string";
    private static final String DATA = "/test-data/postgresql/";

    static final Set<String> NAMES = Set.of("testdata", "arraydata", "mapdata", "aggtest", "onek", "tenk1");

    private final SparkTestArtifact artifact;

    TestTables(SparkTestArtifact artifact) {
        this.artifact = artifact;
    }

    /** Creates every table that the server lacks. */
    void create(SparkSession session) {
        save(session, "testdata", "key int, value string", numbers());
        save(session, "arraydata", "arraycol array<int>, nestedarraycol array<array<int>>", arrays());
        save(session, "mapdata", "mapcol map<int, string>", maps());
        save(session, "aggtest", "a int, b float", file("agg.data", "if"));
        save(session, "onek", WISCONSIN, file("onek.data", "iiiiiiiiiiiiisss"));
        save(session, "tenk1", WISCONSIN, file("tenk.data", "iiiiiiiiiiiiisss"));
    }

    /** A server that cannot save a table is still worth asking; the statements that need the table will fail. */
    private static void save(SparkSession session, String name, String schema, List<Row> rows) {
        if (exists(session, name)) {
            return;
        }
        try {
            // One file, because some statements depend on the order of the rows in it.
            session.createDataFrame(rows, StructType.fromDDL(schema))
                    .coalesce(1)
                    .write()
                    .format("parquet")
                    .saveAsTable(name);
        } catch (Exception e) {
            System.err.println("the test table " + name + " is missing: " + e.getMessage());
        }
    }

    private static boolean exists(SparkSession session, String name) {
        try {
            session.table(name).schema();
            return true;
        } catch (Exception e) {
            return false;
        }
    }

    private static List<Row> numbers() {
        return IntStream.rangeClosed(1, 100)
                .mapToObj(i -> RowFactory.create(i, Integer.toString(i)))
                .toList();
    }

    private static List<Row> arrays() {
        return List.of(
                RowFactory.create(List.of(1, 2, 3), List.of(List.of(1, 2, 3))),
                RowFactory.create(List.of(2, 3, 4), List.of(List.of(2, 3, 4))));
    }

    private static List<Row> maps() {
        List<Row> rows = new ArrayList<>();
        for (int row = 1; row <= 5; row++) {
            Map<Integer, String> entries = new LinkedHashMap<>();
            for (int key = 1; key <= 6 - row; key++) {
                entries.put(key, (char) ('a' + key - 1) + Integer.toString(row));
            }
            rows.add(RowFactory.create(CollectionConverters.asScala(entries)));
        }
        return rows;
    }

    private List<Row> file(String name, String columns) {
        return artifact.text(DATA + name)
                .lines()
                .map(line -> row(line, columns))
                .toList();
    }

    private static Row row(String line, String columns) {
        String[] fields = line.split("\t", -1);
        Object[] values = new Object[columns.length()];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (columns.charAt(i)) {
                case 'i' -> Integer.valueOf(fields[i]);
                case 'f' -> Float.valueOf(fields[i]);
                default -> fields[i];
            };
        }
        return RowFactory.create(values);
    }
}
