package dev.kiln.engine.files.read;

import dev.kiln.engine.translate.ScanTranslator.Scan;
import dev.kiln.engine.translate.expression.Literals;
import dev.kiln.engine.translate.type.TypeMapping;
import dev.kiln.sql.FromItem;
import dev.kiln.sql.Literal;
import dev.kiln.sql.Quantifier;
import dev.kiln.sql.QueryBlock;
import dev.kiln.sql.SelectItem;
import dev.kiln.sql.SqlExpr;
import dev.kiln.sql.SqlQuery;
import dev.kiln.sql.type.SqlType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;

/**
 * Groups of files as one item of a DuckDB query: a scan per group, put together if there are several. If there are many,
 * files that are read alike share a scan, joined with the values of their partitions.
 */
final class NativeScan {
    /** DuckDB plans a scan in about a millisecond, and many of them in more than their sum. */
    private static final int MAX_SCANS = 100;

    /** How many files share scans; the statement names each of them twice. */
    private static final int MAX_SHARING_FILES = 20_000;

    private static final String FILE_ALIAS = "f";

    private NativeScan() {}

    /** Nothing if there are too many scans or files, or a partition's value cannot be written out. */
    static Optional<Scan.Native> of(ScanLayout layout, List<FileGroup> groups, String alias) {
        if (groups.isEmpty()) {
            return emptyScan(layout, alias);
        }
        if (groups.size() == 1) {
            FileGroup group = groups.get(0);
            return columns(layout, group, alias)
                    .map(columns -> new Scan.Native(ParquetFiles.read(group.files(), alias), columns));
        }
        Optional<List<SqlQuery>> blocks =
                groups.size() <= MAX_SCANS ? all(groups, group -> scan(layout, group)) : sharedScans(layout, groups);
        return blocks.map(scans -> over(together(scans), layout, alias));
    }

    private static SqlQuery together(List<SqlQuery> scans) {
        return scans.size() == 1
                ? scans.get(0)
                : new SqlQuery.SetOperation(SqlQuery.SetOperator.UNION, Quantifier.ALL, scans);
    }

    private static Optional<SqlQuery> scan(ScanLayout layout, FileGroup group) {
        return columns(layout, group, FILE_ALIAS)
                .map(columns -> QueryBlock.of(ParquetFiles.read(group.files(), FILE_ALIAS), items(columns)));
    }

    private static Optional<List<SqlQuery>> sharedScans(ScanLayout layout, List<FileGroup> groups) {
        Map<List<ParquetColumn>, List<FileGroup>> alike = new LinkedHashMap<>();
        groups.forEach(group -> alike.computeIfAbsent(group.key().columns(), key -> new ArrayList<>())
                .add(group));
        int files = groups.stream().mapToInt(group -> group.files().size()).sum();
        return alike.size() > MAX_SCANS || files > MAX_SHARING_FILES
                ? Optional.empty()
                : all(alike.values(), sharing -> SharedScan.of(layout, sharing));
    }

    private static <T> Optional<List<SqlQuery>> all(Collection<T> parts, Function<T, Optional<SqlQuery>> scan) {
        List<SqlQuery> scans = new ArrayList<>();
        for (T part : parts) {
            Optional<SqlQuery> query = scan.apply(part);
            if (query.isEmpty()) {
                return Optional.empty();
            }
            scans.add(query.get());
        }
        return Optional.of(scans);
    }

    private static Optional<Scan.Native> emptyScan(ScanLayout layout, String alias) {
        List<SqlExpr> nulls = new ArrayList<>();
        for (ScanLayout.Column column : layout.columns()) {
            Optional<SqlType> carrier = TypeMapping.find(column.attribute().dataType());
            if (carrier.isEmpty()) {
                return Optional.empty();
            }
            nulls.add(new SqlExpr.Null(carrier.get()));
        }
        QueryBlock none = QueryBlock.of(Optional.empty(), items(nulls)).andWhere(List.of(Literal.bool(false)));
        return Optional.of(over(none, layout, alias));
    }

    /** A scan of a query whose columns are those of the layout. */
    private static Scan.Native over(SqlQuery query, ScanLayout layout, String alias) {
        List<SqlExpr> columns = new ArrayList<>();
        for (int i = 0; i < layout.columns().size(); i++) {
            SqlType carrier = TypeMapping.of(layout.columns().get(i).attribute().dataType());
            columns.add(new SqlExpr.ColumnRef(Optional.of(alias), name(i), carrier));
        }
        return new Scan.Native(new FromItem.Subquery(query, new FromItem.Alias(alias)), columns);
    }

    static List<SelectItem> items(List<SqlExpr> columns) {
        List<SelectItem> items = new ArrayList<>();
        for (SqlExpr column : columns) {
            items.add(new SelectItem(column, name(items.size())));
        }
        // a block has at least one column
        return items.isEmpty() ? List.of(new SelectItem(Literal.integer(0), name(0))) : items;
    }

    private static String name(int position) {
        return "c" + position;
    }

    private static Optional<List<SqlExpr>> columns(ScanLayout layout, FileGroup group, String alias) {
        List<SqlExpr> columns = new ArrayList<>();
        for (ScanLayout.Column column : layout.columns()) {
            Optional<SqlExpr> read = column instanceof ScanLayout.Column.Data data
                    ? Optional.of(group.key().columns().get(data.position()).read(alias))
                    : constant(group.key().partition(), (ScanLayout.Column.PartitionValue) column);
            if (read.isEmpty()) {
                return Optional.empty();
            }
            columns.add(read.get());
        }
        return Optional.of(columns);
    }

    static Optional<SqlExpr> constant(InternalRow partition, ScanLayout.Column.PartitionValue column) {
        DataType type = column.attribute().dataType();
        Object value = partition.isNullAt(column.position()) ? null : partition.get(column.position(), type);
        return Literals.translate(value, type);
    }
}
