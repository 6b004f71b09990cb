package dev.kiln.connector.row;

import dev.kiln.connector.read.ScanCounts;
import dev.kiln.connector.relation.RowPlace;
import dev.kiln.connector.relation.StoreRelation;
import dev.kiln.connector.session.Host;
import dev.kiln.connector.session.Packed;
import dev.kiln.connector.vector.Vectors;
import dev.kiln.store.RowStore;
import dev.kiln.store.StoredRows;
import dev.kiln.store.batch.ColumnDecoder;
import dev.kiln.store.batch.Layout;
import dev.kiln.store.row.RowBatch;
import dev.kiln.store.row.RowFilter;
import dev.kiln.store.row.RowScan;
import dev.kiln.store.table.Column;
import dev.kiln.store.type.DataType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/** Reads a bucket page by page, or some keys of it at once. For one thread. */
final class RowPageReader implements PartitionReader<ColumnarBatch> {
    private final StoreRelation relation;
    private final RowStore rows;
    private final StructField[] fields;
    private final List<Integer> columns = new ArrayList<>();
    private final List<Layout> layouts = new ArrayList<>();
    private final RowPartition.Share share;
    private final List<RowFilter> filters;
    private final String host = Host.name();
    private final ScanCounts counts = new ScanCounts(host);
    private final Deque<RowBatch> ready = new ArrayDeque<>();
    private Optional<byte[]> place = Optional.empty();
    private boolean ended;
    private long left;
    private ColumnarBatch current = new ColumnarBatch(new ColumnVector[0], 0);

    private RowPageReader(Factory factory, RowPartition.Share share) {
        this.relation = factory.relation;
        this.rows = relation.store().rows();
        this.fields = factory.wanted.fields();
        for (StructField field : fields) {
            if (field.name().equals(RowPlace.CHECKSUM)) {
                columns.add(RowScan.CHECKSUM);
                layouts.add(Layout.of(DataType.Simple.LONG));
            } else {
                Column column = relation.table()
                        .spec()
                        .columns()
                        .get(relation.ordinal(field.name()).orElseThrow());
                columns.add(column.id());
                layouts.add(Layout.of(DataType.of(column)));
            }
        }
        this.share = share;
        this.filters = factory.scan.value().filters();
        this.left = factory.scan.value().limit();
    }

    /** Makes readers in executors. */
    static final class Factory implements PartitionReaderFactory {
        private static final long serialVersionUID = 1L;

        private final StoreRelation relation;
        private final StructType wanted;
        private final Packed<RowScan> scan;

        /**
         * A factory.
         *
         * @param filters that the store applies to a scan
         * @param limit the most rows of a bucket
         */
        Factory(StoreRelation relation, StructType wanted, List<RowFilter> filters, long limit) {
            this.relation = relation;
            this.wanted = wanted;
            this.scan = Packed.of(RowScan.class, new RowScan(List.of(), filters, limit));
        }

        @Override
        public boolean supportColumnarReads(InputPartition partition) {
            return true;
        }

        @Override
        public PartitionReader<ColumnarBatch> createColumnarReader(InputPartition partition) {
            return new RowPageReader(this, ((RowPartition) partition).share());
        }

        @Override
        public PartitionReader<InternalRow> createReader(InputPartition partition) {
            throw new UnsupportedOperationException("The store's tables are read in batches");
        }
    }

    @Override
    public boolean next() {
        while (ready.isEmpty() && !ended) {
            fetch();
        }
        if (ready.isEmpty()) {
            return false;
        }
        current = vectors(ready.remove());
        return true;
    }

    private void fetch() {
        StoredRows found;
        if (share.keys().isPresent()) {
            found = rows.lookUp(
                    relation.table(), columns, share.bucket(), share.keys().get());
            ended = true;
        } else {
            found = rows.scan(relation.table(), share.bucket(), new RowScan(columns, filters, left), place, host);
            place = found.next();
            ended = place.isEmpty();
        }
        for (RowBatch batch : found.batches()) {
            left -= batch.batch().rows();
            counts.add(batch.columns(), found.servedBy());
            ready.add(batch);
        }
    }

    private ColumnarBatch vectors(RowBatch batch) {
        int count = batch.batch().rows();
        ColumnVector[] vectors = new ColumnVector[fields.length];
        for (int i = 0; i < fields.length; i++) {
            vectors[i] = Vectors.of(
                    fields[i].dataType(),
                    ColumnDecoder.decode(
                            batch.columns().get(i), batch.batch().chunks().get(i), count, layouts.get(i)));
        }
        return new ColumnarBatch(vectors, count);
    }

    @Override
    public ColumnarBatch get() {
        return current;
    }

    @Override
    public CustomTaskMetric[] currentMetricsValues() {
        return counts.values();
    }

    @Override
    public void close() {
        current.close();
    }
}
