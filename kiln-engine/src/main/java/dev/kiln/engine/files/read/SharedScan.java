package dev.kiln.engine.files.read;

import dev.kiln.engine.translate.type.TypeMapping;
import dev.kiln.sql.BinaryOperator;
import dev.kiln.sql.FromItem;
import dev.kiln.sql.Literal;
import dev.kiln.sql.QueryBlock;
import dev.kiln.sql.SqlExpr;
import dev.kiln.sql.SqlQuery;
import dev.kiln.sql.type.PrimitiveType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One scan of files of many partitions, joined by path with the partitions' values. A filter on these leaves few rows on
 * that side of the join, by which DuckDB passes over the files of the others.
 *
 * <pre>
 * SELECT f.v, p.c1 FROM read_parquet([...], filename = ...) AS f
 *   JOIN (VALUES ('/t/p=1/a.parquet', 1), ...) AS p (c0, c1) ON f.filename = p.c0
 * </pre>
 */
final class SharedScan {
    private static final String FILES = "f";
    private static final String PARTITIONS = "p";

    private SharedScan() {}

    /** Nothing if a partition's value cannot be written out. */
    static Optional<SqlQuery> of(ScanLayout layout, List<FileGroup> groups) {
        List<ScanLayout.Column.PartitionValue> wanted = new ArrayList<>();
        List<SqlExpr> columns = new ArrayList<>();
        for (ScanLayout.Column column : layout.columns()) {
            if (column instanceof ScanLayout.Column.Data data) {
                columns.add(groups.get(0).key().columns().get(data.position()).read(FILES));
            } else {
                wanted.add((ScanLayout.Column.PartitionValue) column);
                columns.add(new SqlExpr.ColumnRef(
                        Optional.of(PARTITIONS),
                        name(wanted.size()),
                        TypeMapping.of(column.attribute().dataType())));
            }
        }
        Optional<SqlQuery.Values> values = values(wanted, groups);
        return values.map(partitions -> {
            List<String> names = new ArrayList<>();
            for (int i = 0; i <= wanted.size(); i++) {
                names.add(name(i));
            }
            List<String> files = new ArrayList<>();
            groups.forEach(group -> files.addAll(group.files()));
            FromItem joined = new FromItem.Join(
                    ParquetFiles.readWithPaths(files, FILES),
                    FromItem.JoinType.INNER,
                    new FromItem.Subquery(partitions, new FromItem.Alias(PARTITIONS, names)),
                    FromItem.Correlation.NONE,
                    Optional.of(new SqlExpr.Binary(
                            BinaryOperator.EQUAL, path(FILES, ParquetFiles.PATH_COLUMN), path(PARTITIONS, name(0)))));
            return QueryBlock.of(joined, NativeScan.items(columns));
        });
    }

    private static Optional<SqlQuery.Values> values(
            List<ScanLayout.Column.PartitionValue> wanted, List<FileGroup> groups) {
        List<List<SqlExpr>> rows = new ArrayList<>();
        for (FileGroup group : groups) {
            List<SqlExpr> constants = new ArrayList<>();
            for (ScanLayout.Column.PartitionValue column : wanted) {
                Optional<SqlExpr> constant = NativeScan.constant(group.key().partition(), column);
                if (constant.isEmpty()) {
                    return Optional.empty();
                }
                constants.add(constant.get());
            }
            for (String file : group.files()) {
                List<SqlExpr> row = new ArrayList<>();
                row.add(Literal.string(file));
                row.addAll(constants);
                rows.add(row);
            }
        }
        return Optional.of(new SqlQuery.Values(rows));
    }

    private static SqlExpr path(String item, String name) {
        return new SqlExpr.ColumnRef(Optional.of(item), name, PrimitiveType.VARCHAR);
    }

    private static String name(int position) {
        return "c" + position;
    }
}
