package dev.kiln.engine.tables;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.expressions.aggregate.AggregateFunc;
import org.apache.spark.sql.connector.expressions.aggregate.Aggregation;
import org.apache.spark.sql.connector.expressions.aggregate.CountStar;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.LocalScan;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.Statistics;
import org.apache.spark.sql.connector.read.SupportsPushDownAggregates;
import org.apache.spark.sql.connector.read.SupportsPushDownLimit;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.connector.read.SupportsPushDownV2Filters;
import org.apache.spark.sql.connector.read.SupportsReportStatistics;
import org.apache.spark.sql.execution.vectorized.OnHeapColumnVector;
import org.apache.spark.sql.execution.vectorized.WritableColumnVector;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/** Ten partitions of three batches of 1500 rows: the row's number in many types, and null where seven divides it. */
final class ColumnarTable implements SupportsRead {
    static final int PARTITIONS = 10;
    private static final int BATCHES = 3;
    private static final int BATCH_ROWS = 1500;

    static final StructType SCHEMA = StructType.fromDDL("id bigint not null, b boolean, y tinyint, s smallint, i int,"
            + " n bigint, f float, d double, m decimal(10, 2), w decimal(30, 3), t string, x binary, day date,"
            + " ts timestamp, a array<int>, st struct<p: int, q: string>");

    @Override
    public String name() {
        return "numbers";
    }

    @Override
    @SuppressWarnings("deprecation") // the interface prefers it if columns() is not there
    public StructType schema() {
        return SCHEMA;
    }

    @Override
    public Set<TableCapability> capabilities() {
        return Set.of(TableCapability.BATCH_READ);
    }

    @Override
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
        return new Builder();
    }

    private static final class Builder
            implements ScanBuilder,
                    SupportsPushDownRequiredColumns,
                    SupportsPushDownV2Filters,
                    SupportsPushDownLimit,
                    SupportsPushDownAggregates {
        private StructType columns = SCHEMA;
        private Predicate[] predicates = {};
        private int limit = -1;
        private boolean counts;

        @Override
        public void pruneColumns(StructType required) {
            columns = required;
        }

        @Override
        public Predicate[] pushPredicates(Predicate[] pushed) {
            predicates = pushed;
            return pushed;
        }

        @Override
        public Predicate[] pushedPredicates() {
            return predicates;
        }

        @Override
        public boolean pushLimit(int rows) {
            limit = rows;
            return true;
        }

        @Override
        public boolean isPartiallyPushed() {
            return true;
        }

        @Override
        public boolean supportCompletePushDown(Aggregation aggregation) {
            return true;
        }

        @Override
        public boolean pushAggregation(Aggregation aggregation) {
            AggregateFunc[] functions = aggregation.aggregateExpressions();
            counts = predicates.length == 0
                    && aggregation.groupByExpressions().length == 0
                    && functions.length == 1
                    && functions[0] instanceof CountStar;
            return counts;
        }

        @Override
        public Scan build() {
            ColumnarCatalog.TOLD.add(String.join(",", columns.fieldNames())
                    + " where " + Stream.of(predicates).map(Object::toString).collect(Collectors.joining(" AND "))
                    + " limit " + limit + (counts ? " count" : ""));
            return counts ? new Count() : new ColumnScan(columns);
        }
    }

    private static final class Count implements LocalScan {
        @Override
        public StructType readSchema() {
            return new StructType().add("count", "bigint", false);
        }

        @Override
        public InternalRow[] rows() {
            return new InternalRow[] {new GenericInternalRow(new Object[] {(long) PARTITIONS * BATCHES * BATCH_ROWS})};
        }
    }

    private record ColumnScan(StructType columns)
            implements Scan, Batch, PartitionReaderFactory, SupportsReportStatistics {
        @Override
        public StructType readSchema() {
            return columns;
        }

        @Override
        public Statistics estimateStatistics() {
            long rows = (long) PARTITIONS * BATCHES * BATCH_ROWS;
            return new Statistics() {
                @Override
                public OptionalLong sizeInBytes() {
                    return OptionalLong.of(rows * columns.defaultSize());
                }

                @Override
                public OptionalLong numRows() {
                    return OptionalLong.of(rows);
                }
            };
        }

        @Override
        public Batch toBatch() {
            return this;
        }

        @Override
        public InputPartition[] planInputPartitions() {
            return IntStream.range(0, PARTITIONS).mapToObj(Part::new).toArray(InputPartition[]::new);
        }

        @Override
        public PartitionReaderFactory createReaderFactory() {
            return this;
        }

        @Override
        public boolean supportColumnarReads(InputPartition partition) {
            return true;
        }

        @Override
        public PartitionReader<InternalRow> createReader(InputPartition partition) {
            throw new UnsupportedOperationException("comes in columns");
        }

        @Override
        public PartitionReader<ColumnarBatch> createColumnarReader(InputPartition partition) {
            return new Reader(columns, ((Part) partition).number());
        }
    }

    private record Part(int number) implements InputPartition {}

    private static final class Reader implements PartitionReader<ColumnarBatch> {
        private final StructType columns;
        private final int part;
        private int batch = -1;

        Reader(StructType columns, int part) {
            this.columns = columns;
            this.part = part;
        }

        @Override
        public boolean next() {
            return ++batch < BATCHES;
        }

        @Override
        public ColumnarBatch get() {
            long first = (long) (part * BATCHES + batch) * BATCH_ROWS;
            List<ColumnVector> vectors = new ArrayList<>();
            for (StructField column : columns.fields()) {
                WritableColumnVector vector = new OnHeapColumnVector(BATCH_ROWS, column.dataType());
                for (int row = 0; row < BATCH_ROWS; row++) {
                    put(vector, row, column, first + row);
                }
                vectors.add(vector);
            }
            return new ColumnarBatch(vectors.toArray(ColumnVector[]::new), BATCH_ROWS);
        }

        private static void put(WritableColumnVector vector, int row, StructField field, long id) {
            String column = field.name();
            if (!column.equals("id") && id % 7 == 0) {
                vector.putNull(row);
                return;
            }
            byte[] text = ("row number " + id).getBytes(StandardCharsets.UTF_8);
            switch (column) {
                case "id", "n" -> vector.putLong(row, id);
                case "b" -> vector.putBoolean(row, id % 2 == 0);
                case "y" -> vector.putByte(row, (byte) id);
                case "s" -> vector.putShort(row, (short) id);
                case "i", "day" -> vector.putInt(row, (int) id);
                case "f" -> vector.putFloat(row, id / 2f);
                case "d" -> vector.putDouble(row, id / 4.0);
                case "m" -> vector.putDecimal(row, Decimal.apply(id * 101, 10, 2), 10);
                case "w" -> vector.putDecimal(row, Decimal.apply(id * 1001, 30, 3), 30);
                case "t", "x" -> vector.putByteArray(row, text);
                case "ts" -> vector.putLong(row, id * 1_000_000);
                case "a" -> {
                    int elements = (int) (id % 3);
                    int offset = vector.arrayData().getElementsAppended();
                    vector.arrayData().appendInts(elements, (int) id);
                    vector.putArray(row, offset, elements);
                }
                case "st" -> {
                    String[] fields = ((StructType) field.dataType()).fieldNames();
                    for (int i = 0; i < fields.length; i++) {
                        if (fields[i].equals("p")) {
                            vector.getChild(i).putInt(row, (int) id);
                        } else {
                            vector.getChild(i).putByteArray(row, Arrays.copyOf(text, 12));
                        }
                    }
                }
                default -> throw new IllegalArgumentException(column);
            }
        }

        @Override
        public void close() {
            // batches are on the heap
        }
    }
}
