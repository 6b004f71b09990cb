package dev.kiln.bench.data;

import io.trino.tpcds.Results;
import io.trino.tpcds.Session;
import io.trino.tpcds.Table;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** TPC-DS tables by io.trino.tpcds. */
public final class TpcdsData {
    private static final Pattern COLUMN = Pattern.compile("`?(\\w+)`?\\s+(\\w+(\\(\\d+(,\\s*\\d+)?\\))?)");

    private TpcdsData() {}

    /**
     * The data set of a scale, made when it is missing.
     *
     * @param parent directory of the data set's directory
     * @param scale TPC-DS scale factor
     * @param definitions column definitions in Spark's SQL by table name; they fix the types in the files
     */
    public static Dataset at(Path parent, double scale, Map<String, String> definitions) {
        List<String> tables = definitions.keySet().stream().sorted().toList();
        return Dataset.madeOnce(parent.resolve("tpcds-" + scale), tables, dataset -> {
            try (ParquetWriter writer = new ParquetWriter()) {
                Session session = Session.getDefaultSession().withScale(scale).withNoSexism(true);
                tables.forEach(table -> write(writer, dataset, table, columns(definitions.get(table)), session));
            }
        });
    }

    private static void write(
            ParquetWriter writer, Dataset dataset, String name, List<ParquetWriter.Column> columns, Session session) {
        Table table = Table.valueOf(name.toUpperCase(Locale.ROOT));
        writer.writeText(dataset.file(name), columns, appender -> {
            for (List<List<String>> rows : Results.constructResults(table, session.withTable(table))) {
                // The first list is the table's own row; what follows belongs to tables generated along with it.
                appender.beginRow();
                for (String value : rows.get(0)) {
                    if (value == null) {
                        appender.appendNull();
                    } else {
                        appender.append(value);
                    }
                }
                appender.endRow();
            }
        });
    }

    /** Spark's column definitions as DuckDB's: strings of any kind become VARCHAR. */
    private static List<ParquetWriter.Column> columns(String definitions) {
        return COLUMN.matcher(definitions)
                .results()
                .map(match -> new ParquetWriter.Column(match.group(1), type(match.group(2))))
                .toList();
    }

    private static String type(String spark) {
        Matcher text =
                Pattern.compile("(?i)(string|char\\(\\d+\\)|varchar\\(\\d+\\))").matcher(spark);
        return text.matches() ? "VARCHAR" : spark;
    }
}
