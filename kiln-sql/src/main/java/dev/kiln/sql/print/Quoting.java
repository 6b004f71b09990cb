package dev.kiln.sql.print;

import java.util.List;

/** How names and strings are written. */
final class Quoting {
    private Quoting() {}

    static void identifier(String name, StringBuilder out) {
        if (name.isEmpty() || name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("DuckDB has no such identifier");
        }
        out.append('"').append(name.replace("\"", "\"\"")).append('"');
    }

    static void path(List<String> names, StringBuilder out) {
        for (int i = 0; i < names.size(); i++) {
            out.append(i == 0 ? "" : ".");
            identifier(names.get(i), out);
        }
    }

    /** The zero character cannot stand inside quotes, so strings with one are put together. */
    static void string(String value, StringBuilder out) {
        if (value.indexOf('\0') < 0) {
            out.append('\'').append(value.replace("'", "''")).append('\'');
            return;
        }
        String[] parts = value.split("\0", -1);
        out.append('(');
        for (int i = 0; i < parts.length; i++) {
            out.append(i == 0 ? "" : " || chr(0) || ");
            string(parts[i], out);
        }
        out.append(')');
    }
}
