package dev.kiln.engine.bridge;

import dev.kiln.engine.translate.RowSource;
import dev.kiln.engine.translate.SourceTable;
import dev.kiln.engine.translate.TextRule;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.DataType;
import org.duckdb.TableCallback;

/** A row source of a running query as DuckDB sees it. */
final class BoundSource implements TableCallback.Bound {
    private final RowSource source;
    private final List<ByteBuffer> types;
    private final TextRule text;
    private final CallbackErrors errors;
    private final SQLConf conf;

    BoundSource(RowSource source, List<ByteBuffer> types, TextRule text, CallbackErrors errors, SQLConf conf) {
        this.source = source;
        this.types = types;
        this.text = text;
        this.errors = errors;
        this.conf = conf;
    }

    RowSource source() {
        return source;
    }

    TextRule text() {
        return text;
    }

    CallbackErrors errors() {
        return errors;
    }

    SQLConf conf() {
        return conf;
    }

    @Override
    public List<TableCallback.Column> columns() {
        List<TableCallback.Column> columns = new ArrayList<>(types.size());
        for (int i = 0; i < types.size(); i++) {
            columns.add(new TableCallback.Column(i == 0 ? SourceTable.NO_COLUMN : "c" + i, types.get(i)));
        }
        return columns;
    }

    @Override
    public OptionalLong cardinality() {
        return source.estimatedRows() < 0 ? OptionalLong.empty() : OptionalLong.of(source.estimatedRows());
    }

    @Override
    public boolean isExact() {
        return source.countsExactly();
    }

    @Override
    public SourceScan scan(int[] columns) throws SQLException {
        try {
            return new SourceScan(columns, source.schema().length(), source.partitions());
        } catch (Throwable error) {
            throw new SQLException(errors.keep(error), error);
        }
    }

    @Override
    public TableCallback.Reader reader() {
        return new SourceReader(this);
    }

    /** A scan of some columns, whose readers take one partition after the other. */
    static final class SourceScan implements TableCallback.Scan {
        private final int[] wanted;
        private final int[] positions;
        private final int partitions;
        private final AtomicInteger next = new AtomicInteger();

        /**
         * @param requested columns of the function in the order of the chunk: those of the source, counted from one, and
         *     others whose values nobody looks at
         */
        SourceScan(int[] requested, int schemaLength, int partitions) {
            this.partitions = partitions;
            List<Integer> columns = new ArrayList<>();
            List<Integer> places = new ArrayList<>();
            for (int i = 0; i < requested.length; i++) {
                if (requested[i] >= 1 && requested[i] <= schemaLength) {
                    columns.add(requested[i] - 1);
                    places.add(i);
                }
            }
            this.wanted = columns.stream().mapToInt(Integer::intValue).toArray();
            this.positions = places.stream().mapToInt(Integer::intValue).toArray();
        }

        @Override
        public int maxThreads() {
            return Math.max(1, partitions);
        }

        /** Columns of the source that are read. */
        int[] columns() {
            return wanted;
        }

        /** Where in the chunk a read column goes. */
        int position(int column) {
            return positions[column];
        }

        /** A partition that nobody reads yet, or a negative number if there are no more. */
        int nextPartition() {
            int partition = next.getAndIncrement();
            return partition < partitions ? partition : -1;
        }

        DataType type(RowSource source, int column) {
            return source.schema().fields()[wanted[column]].dataType();
        }
    }
}
