package dev.kiln.engine.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every carried type goes into DuckDB, through Catalyst expressions and out again unchanged. */
class RoundTripTest {
    @TempDir
    Path temporary;

    private Fixture fixture;

    @BeforeEach
    void open() {
        fixture = new Fixture(temporary, 1L << 30);
    }

    @AfterEach
    void close() {
        assertThat(fixture.held()).isZero();
        fixture.close();
    }

    static Stream<StructType> schemas() {
        return Stream.of(CarriedTypes.simple(CarriedTypes.SIMPLE), CarriedTypes.nested(CarriedTypes.SIMPLE));
    }

    private static List<InternalRow> rows(StructType schema, int count) {
        RandomValues values = new RandomValues(7);
        return Stream.generate(() -> values.row(schema)).limit(count).toList();
    }

    /** Value by value, because a difference of two large lists takes long to describe. */
    private static void assertSame(List<List<String>> actual, List<List<String>> expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int row = 0; row < expected.size(); row++) {
            for (int column = 0; column < expected.get(row).size(); column++) {
                assertThat(actual.get(row).get(column))
                        .as("row %s, column %s", row, column)
                        .isEqualTo(expected.get(row).get(column));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void scansRows(StructType schema) {
        List<InternalRow> rows = rows(schema, 5_000);

        assertSame(fixture.collect(Fixture.scan(RowList.of(schema, rows))), Fixture.texts(rows, schema));
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void passesThroughExpressions(StructType schema) {
        // enough rows for the expressions to be compiled on the way
        List<InternalRow> rows = rows(schema, 12_000);
        List<Expression> identity = new ArrayList<>();
        for (int i = 0; i < schema.length(); i++) {
            identity.add(new BoundReference(i, schema.fields()[i].dataType(), true));
        }

        assertSame(fixture.collect(fixture.map(RowList.of(schema, rows), identity)), Fixture.texts(rows, schema));
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void copiesOutliveTheQuery(StructType schema) {
        List<InternalRow> rows = rows(schema, 3_000);
        List<InternalRow> copies = new ArrayList<>();
        try (DuckDbQuery query = fixture.query(Fixture.scan(RowList.of(schema, rows)));
                var result = query.rows()) {
            while (result.hasNext()) {
                copies.add(result.next().copy());
            }
        }

        assertSame(Fixture.texts(copies, schema), Fixture.texts(rows, schema));
    }
}
