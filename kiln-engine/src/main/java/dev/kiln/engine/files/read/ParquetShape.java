package dev.kiln.engine.files.read;

import dev.kiln.engine.files.read.ParquetFooters.Footer;
import dev.kiln.engine.translate.type.TypeMapping;
import dev.kiln.sql.type.SqlType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.util.ResolveDefaultColumnsUtils$;
import org.apache.spark.sql.execution.datasources.DataSourceUtils;
import org.apache.spark.sql.execution.datasources.parquet.ParquetOptions;
import org.apache.spark.sql.internal.SQLConf;

/** Lays the columns that a relation wants over the schemas of its files. */
final class ParquetShape {
    private static final String CORRECTED = "CORRECTED";

    private final List<Attribute> wanted;
    private final ParquetOptions options;
    private final boolean caseSensitive;

    ParquetShape(List<Attribute> wanted, ParquetOptions options, SQLConf conf) {
        this.wanted = List.copyOf(wanted);
        this.options = options;
        this.caseSensitive = conf.caseSensitiveAnalysis();
    }

    /** How to read each wanted column of a file, in order, or nothing if one of them is not for DuckDB. */
    Optional<List<ParquetColumn>> columns(Footer footer) {
        MessageType schema = footer.schema();
        if (!namesAreDistinct(schema)) {
            return Optional.empty();
        }
        ParquetMatching matching = new ParquetMatching(calendars(footer));
        List<ParquetColumn> columns = new ArrayList<>();
        for (Attribute attribute : wanted) {
            Optional<Type> stored = find(schema, attribute.name());
            Optional<? extends ParquetColumn> column =
                    stored.isPresent() ? matching.match(stored.get(), attribute.dataType()) : missing(attribute);
            if (column.isEmpty()) {
                return Optional.empty();
            }
            columns.add(column.get());
        }
        return Optional.of(columns);
    }

    private static Optional<ParquetColumn> missing(Attribute attribute) {
        // a column that was added with a default has that value in older files
        if (attribute.metadata().contains(ResolveDefaultColumnsUtils$.MODULE$.EXISTS_DEFAULT_COLUMN_METADATA_KEY())) {
            return Optional.empty();
        }
        Optional<SqlType> carrier = TypeMapping.find(attribute.dataType());
        return carrier.map(ParquetColumn.Missing::new);
    }

    private Optional<Type> find(MessageType schema, String name) {
        return schema.getFields().stream()
                .filter(field -> caseSensitive
                        ? field.getName().equals(name)
                        : field.getName().equalsIgnoreCase(name))
                .findFirst();
    }

    /** DuckDB renames columns whose names differ in case only; Spark refuses them or tells them apart. */
    private static boolean namesAreDistinct(MessageType schema) {
        Set<String> names = new HashSet<>();
        return schema.getFields().stream()
                .allMatch(field -> names.add(field.getName().toLowerCase(Locale.ROOT)));
    }

    private ParquetMatching.Calendars calendars(Footer footer) {
        var days = DataSourceUtils.datetimeRebaseSpec(
                name -> footer.metadata().get(name), options.datetimeRebaseModeInRead());
        var int96 =
                DataSourceUtils.int96RebaseSpec(name -> footer.metadata().get(name), options.int96RebaseModeInRead());
        return new ParquetMatching.Calendars(
                days.mode().toString().equals(CORRECTED),
                int96.mode().toString().equals(CORRECTED));
    }
}
