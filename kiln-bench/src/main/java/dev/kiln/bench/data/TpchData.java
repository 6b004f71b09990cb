package dev.kiln.bench.data;

import io.trino.tpch.TpchColumn;
import io.trino.tpch.TpchEntity;
import io.trino.tpch.TpchTable;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.duckdb.DuckDBAppender;

/** TPC-H tables by io.trino.tpch. Keys are BIGINT, amounts DECIMAL(15,2). */
public final class TpchData {
    private TpchData() {}

    /**
     * The data set of a scale, made when it is missing.
     *
     * @param parent directory of the data set's directory
     * @param scale TPC-H scale factor: 1 is about a gigabyte of text
     */
    public static Dataset at(Path parent, double scale) {
        String name = String.format(
                Locale.ROOT,
                "tpch-%s",
                BigDecimal.valueOf(scale).stripTrailingZeros().toPlainString());
        List<String> tables =
                TpchTable.getTables().stream().map(TpchTable::getTableName).toList();
        return Dataset.madeOnce(parent.resolve(name), tables, dataset -> {
            try (ParquetWriter writer = new ParquetWriter()) {
                TpchTable.getTables().forEach(table -> write(writer, dataset, table, scale));
            }
        });
    }

    private static <E extends TpchEntity> void write(
            ParquetWriter writer, Dataset dataset, TpchTable<E> table, double scale) {
        List<ParquetWriter.Column> columns = table.getColumns().stream()
                .map(column -> new ParquetWriter.Column(column.getColumnName(), type(column)))
                .toList();
        writer.write(dataset.file(table.getTableName()), columns, appender -> {
            for (E entity : table.createGenerator(scale, 1, 1)) {
                appender.beginRow();
                for (TpchColumn<E> column : table.getColumns()) {
                    append(appender, column, entity);
                }
                appender.endRow();
            }
        });
    }

    private static String type(TpchColumn<?> column) {
        return switch (column.getType().getBase()) {
            case INTEGER -> "INTEGER";
            case IDENTIFIER -> "BIGINT";
            case DATE -> "DATE";
            case DOUBLE -> "DECIMAL(15,2)";
            case VARCHAR -> "VARCHAR";
        };
    }

    private static <E extends TpchEntity> void append(DuckDBAppender appender, TpchColumn<E> column, E entity)
            throws SQLException {
        switch (column.getType().getBase()) {
            case INTEGER -> appender.append(column.getInteger(entity));
            case IDENTIFIER -> appender.append(column.getIdentifier(entity));
            case DATE -> appender.append(LocalDate.ofEpochDay(column.getDate(entity)));
            case DOUBLE -> appender.append(BigDecimal.valueOf(Math.round(column.getDouble(entity) * 100), 2));
            case VARCHAR -> appender.append(column.getString(entity));
        }
    }
}
