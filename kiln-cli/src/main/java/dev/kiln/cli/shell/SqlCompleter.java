package dev.kiln.cli.shell;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** Completes keywords, functions, tables and the columns of the tables that the statement names. */
final class SqlCompleter implements Completer {
    private static final Pattern NAMED_TABLE =
            Pattern.compile("\\b(?:from|join|into|table|update|describe|desc)\\s+([\\w`.]+)", Pattern.CASE_INSENSITIVE);
    private static final Set<String> BEFORE_TABLE =
            Set.of("FROM", "JOIN", "INTO", "TABLE", "UPDATE", "DESCRIBE", "DESC", "IN");
    private static final List<String> KEYWORDS = List.of(
            ("ALL ALTER ANALYZE AND ANTI ARRAY AS ASC BEGIN BETWEEN BIGINT BINARY BOOLEAN BY CACHE CASE CAST CLUSTER"
                            + " COLUMNS COMMENT CREATE CROSS CUBE CURRENT DATABASE DATABASES DATE DECIMAL DECLARE DELETE"
                            + " DESC DESCRIBE DISTINCT DISTRIBUTE DOUBLE DROP ELSE END EXCEPT EXISTS EXPLAIN EXTENDED"
                            + " FALSE FILTER FIRST FLOAT FOLLOWING FORMATTED FROM FULL FUNCTION FUNCTIONS GROUP GROUPING"
                            + " HAVING IF IN INNER INSERT INT INTERSECT INTERVAL INTO IS JOIN LAST LATERAL LEFT LIKE"
                            + " LIMIT LOCATION MAP MATCHED MERGE NATURAL NOT NULL NULLS OFFSET ON OR ORDER OUTER OVER"
                            + " OVERWRITE PARTITION PARTITIONED PIVOT PRECEDING QUALIFY RANGE RECURSIVE REFRESH RENAME"
                            + " REPLACE RESET RIGHT RLIKE ROLLUP ROW ROWS SCHEMA SELECT SEMI SET SETS SHOW SMALLINT SORT"
                            + " STRING STRUCT TABLE TABLES TABLESAMPLE TBLPROPERTIES TEMPORARY THEN TIMESTAMP TINYINT"
                            + " TO TRUE TRUNCATE UNBOUNDED UNCACHE UNION UNPIVOT UPDATE USE USING VALUES VIEW VIEWS WHEN"
                            + " WHERE WINDOW WITH WITHIN")
                    .split(" "));

    private final SchemaNames names;
    private final List<String> shellCommands;

    SqlCompleter(SchemaNames names, List<String> shellCommands) {
        this.names = names;
        this.shellCommands = shellCommands;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        String prefix = line.word().substring(0, line.wordCursor());
        if (line.line().startsWith(".")) {
            shellCommands.forEach(command -> candidates.add(new Candidate(command)));
            return;
        }
        int dot = prefix.lastIndexOf('.');
        if (dot > 0) {
            completeQualified(prefix.substring(0, dot), candidates);
            return;
        }
        if (line.wordIndex() > 0
                && BEFORE_TABLE.contains(line.words().get(line.wordIndex() - 1).toUpperCase(Locale.ROOT))) {
            add(candidates, names.tables(), "table");
            add(candidates, names.databases(), "database");
            return;
        }
        boolean lower = !prefix.isEmpty() && Character.isLowerCase(prefix.charAt(0));
        for (String keyword : KEYWORDS) {
            String text = lower ? keyword.toLowerCase(Locale.ROOT) : keyword;
            candidates.add(new Candidate(text, text, "keyword", null, null, null, true));
        }
        namedTables(line.line()).forEach(table -> add(candidates, names.columnsOf(table), "column"));
        if (prefix.length() > 1) {
            add(candidates, names.functions(), "function");
        }
    }

    private void completeQualified(String qualifier, List<Candidate> candidates) {
        names.tablesOf(qualifier).forEach(table -> candidates.add(candidate(qualifier + "." + table, "table")));
        names.columnsOf(qualifier).forEach(column -> candidates.add(candidate(qualifier + "." + column, "column")));
    }

    private static Set<String> namedTables(String statement) {
        Set<String> tables = new TreeSet<>();
        Matcher matcher = NAMED_TABLE.matcher(statement);
        while (matcher.find()) {
            tables.add(matcher.group(1));
        }
        return tables;
    }

    private static void add(List<Candidate> candidates, List<String> values, String group) {
        values.forEach(value -> candidates.add(candidate(value, group)));
    }

    private static Candidate candidate(String value, String group) {
        return new Candidate(value, value, group, null, null, null, false);
    }
}
