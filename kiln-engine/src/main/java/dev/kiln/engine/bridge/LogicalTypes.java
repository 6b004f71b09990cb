package dev.kiln.engine.bridge;

import dev.kiln.sql.print.SqlPrinter;
import dev.kiln.sql.type.SqlType;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.duckdb.DuckDBConnection;
import org.duckdb.NativeTypes;

/** The driver's references to logical types, resolved once per type. Safe for use by many threads. */
final class LogicalTypes {
    private final Map<SqlType, ByteBuffer> references = new ConcurrentHashMap<>();

    /** References to the types, in order. */
    List<ByteBuffer> resolve(DuckDBConnection connection, Collection<SqlType> types) throws SQLException {
        List<SqlType> missing = types.stream()
                .distinct()
                .filter(type -> !references.containsKey(type))
                .toList();
        if (!missing.isEmpty()) {
            List<ByteBuffer> resolved = NativeTypes.resolve(
                    connection, missing.stream().map(SqlPrinter::print).toList());
            for (int i = 0; i < missing.size(); i++) {
                references.putIfAbsent(missing.get(i), resolved.get(i));
            }
        }
        List<ByteBuffer> found = new ArrayList<>(types.size());
        for (SqlType type : types) {
            found.add(references.get(type));
        }
        return found;
    }
}
