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
import dev.kiln.sql.type.PrimitiveType;
import dev.kiln.sql.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;

/** Groups of files as one item of a DuckDB query: a scan per group, put together if there are several. */
final class NativeScan {
    /** More would make a query that takes longer to plan than to run. */
    private static final int MAX_GROUPS = 500;

    private static final String FILE_ALIAS = "f";
    private static final SqlType PATHS = new SqlType.ListType(PrimitiveType.VARCHAR);

    private NativeScan() {}

    /** Nothing if there are too many groups or a partition's value cannot be written out. */
    static Optional<Scan.Native> of(ScanLayout layout, List<FileGroup> groups, String alias) {
        if (groups.isEmpty()) {
            return emptyScan(layout, alias);
        }
        if (groups.size() > MAX_GROUPS) {
            return Optional.empty();
        }
        if (groups.size() == 1) {
            FileGroup group = groups.get(0);
            return columns(layout, group, alias).map(columns -> new Scan.Native(readParquet(group, alias), columns));
        }
        List<SqlQuery> blocks = new ArrayList<>();
        for (FileGroup group : groups) {
            Optional<List<SqlExpr>> columns = columns(layout, group, FILE_ALIAS);
            if (columns.isEmpty()) {
                return Optional.empty();
            }
            blocks.add(QueryBlock.of(readParquet(group, FILE_ALIAS), items(columns.get())));
        }
        return Optional.of(
                over(new SqlQuery.SetOperation(SqlQuery.SetOperator.UNION, Quantifier.ALL, blocks), layout, alias));
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

    private static List<SelectItem> items(List<SqlExpr> columns) {
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

    private static Optional<SqlExpr> constant(InternalRow partition, ScanLayout.Column.PartitionValue column) {
        DataType type = column.attribute().dataType();
        Object value = partition.isNullAt(column.position()) ? null : partition.get(column.position(), type);
        return Literals.translate(value, type);
    }

    private static FromItem readParquet(FileGroup group, String alias) {
        List<SqlExpr> paths = new ArrayList<>();
        group.files().forEach(path -> paths.add(Literal.string(path)));
        return new FromItem.TableFunction(
                "read_parquet",
                List.of(new SqlExpr.Call("list_value", paths, PATHS)),
                // paths that look like partitions would otherwise give columns
                List.of(new SqlExpr.NamedExpr("hive_partitioning", Literal.bool(false))),
                FromItem.Ordinality.WITHOUT,
                new FromItem.Alias(alias));
    }
}
