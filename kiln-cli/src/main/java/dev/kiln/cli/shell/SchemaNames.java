package dev.kiln.cli.shell;

import dev.kiln.cli.client.Column;
import dev.kiln.cli.client.ConnectClient;
import dev.kiln.cli.client.ResultListener;
import dev.kiln.cli.client.StatementException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Names of tables and columns to complete, asked of the server when they are first wanted and remembered until a
 * statement may have changed them.
 */
final class SchemaNames {
    private static final int MAX_NAMES = 10_000;

    private final ConnectClient client;
    private final Map<String, List<String>> answers = new HashMap<>();

    SchemaNames(ConnectClient client) {
        this.client = client;
    }

    List<String> databases() {
        return ask("SHOW DATABASES", "namespace");
    }

    List<String> tables() {
        return ask("SHOW TABLES", "tableName");
    }

    List<String> tablesOf(String database) {
        return ask("SHOW TABLES IN " + quoted(database), "tableName");
    }

    /** @param table a name as it stands in a statement, such as {@code sales.orders} */
    List<String> columnsOf(String table) {
        return ask("SHOW COLUMNS IN " + table, "col_name");
    }

    List<String> functions() {
        return ask("SHOW FUNCTIONS", "function");
    }

    void forget() {
        answers.clear();
    }

    private List<String> ask(String statement, String column) {
        return answers.computeIfAbsent(statement, question -> {
            NameListener names = new NameListener(column);
            try {
                client.run(question, names);
            } catch (StatementException e) {
                // There is nothing to complete then; the user has not asked for an error.
                return List.of();
            }
            return names.values;
        });
    }

    private static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    private static final class NameListener implements ResultListener {
        private final String wanted;
        private final List<String> values = new ArrayList<>();
        private int index;

        NameListener(String wanted) {
            this.wanted = wanted;
        }

        @Override
        public void columns(List<Column> columns) {
            List<String> names = columns.stream().map(Column::name).toList();
            index = Math.max(0, names.indexOf(wanted));
        }

        @Override
        public void rows(List<Object[]> rows) {
            rows.stream()
                    .limit(Math.max(0, MAX_NAMES - values.size()))
                    .filter(row -> row.length > index)
                    .forEach(row -> values.add(String.valueOf(row[index])));
        }
    }
}
