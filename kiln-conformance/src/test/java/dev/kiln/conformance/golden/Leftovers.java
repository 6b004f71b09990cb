package dev.kiln.conformance.golden;

import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.connect.SparkSession;

/** Removes the persistent objects that a file left behind, so that it cannot change what the next one sees. */
final class Leftovers {
    private final SparkSession session;

    Leftovers(SparkSession session) {
        this.session = session;
    }

    void remove() {
        each("SHOW VIEWS IN default", row -> {
            if (!row.getBoolean(2)) {
                attempt("DROP VIEW IF EXISTS default.`" + row.getString(1) + "`");
            }
        });
        each("SHOW TABLES IN default", row -> {
            if (!row.getBoolean(2) && !TestTables.NAMES.contains(row.getString(1))) {
                attempt("DROP TABLE IF EXISTS default.`" + row.getString(1) + "`");
            }
        });
        each("SHOW DATABASES", row -> {
            if (!row.getString(0).equals("default")) {
                attempt("DROP DATABASE IF EXISTS `" + row.getString(0) + "` CASCADE");
            }
        });
    }

    private void each(String query, Consumer<Row> action) {
        List<Row> rows;
        try {
            rows = session.sql(query).collectAsList();
        } catch (Exception e) {
            // A server without this statement has nothing of the kind to remove.
            return;
        }
        rows.forEach(action);
    }

    private void attempt(String statement) {
        try {
            session.sql(statement);
        } catch (Exception e) {
            // Removing is a courtesy to the next file; what cannot be removed shows up in its verdicts.
        }
    }
}
