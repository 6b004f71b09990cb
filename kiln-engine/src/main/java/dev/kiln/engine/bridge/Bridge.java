package dev.kiln.engine.bridge;

import dev.kiln.engine.translate.BridgeSignature;
import dev.kiln.engine.translate.BridgeSignature.Volatility;
import dev.kiln.engine.translate.BridgedFunction;
import dev.kiln.engine.translate.SourceTable;
import dev.kiln.engine.translate.TextRule;
import dev.kiln.engine.translate.TranslatedQuery;
import dev.kiln.engine.translate.type.TypeMapping;
import dev.kiln.sql.type.PrimitiveType;
import dev.kiln.sql.type.SqlType;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.Platform;
import org.duckdb.DuckDBConnection;
import org.duckdb.NativeFunctions;
import org.duckdb.NativeFunctions.Stability;
import org.duckdb.NativeVectors;

/**
 * What DuckDB calls back for in one database: bridged expressions and row sources, by id.
 *
 * <p>DuckDB cannot drop such a function, so functions are registered once per signature and stay, while expressions and
 * sources come and go with their queries. Safe for use by many threads.
 */
public final class Bridge {
    private final LogicalTypes types = new LogicalTypes();
    private final Map<Long, ExpressionEvaluator> evaluators = new ConcurrentHashMap<>();
    private final Map<Long, BoundSource> sources = new ConcurrentHashMap<>();
    private final Set<BridgeSignature> registered = ConcurrentHashMap.newKeySet();

    /** Prepares a database for queries that use the bridge. Called once per database. */
    public static Bridge install(DuckDBConnection connection) throws SQLException {
        Bridge bridge = new Bridge();
        bridge.types.resolve(connection, List.copyOf(Arrays.asList(PrimitiveType.values())));
        NativeFunctions.registerTable(connection, SourceTable.FUNCTION, bridge::source);
        return bridge;
    }

    private Bridge() {}

    /**
     * Makes what a query calls back for available until the result is closed.
     *
     * @param conf what row sources are read under
     */
    public BridgedQuery register(DuckDBConnection connection, TranslatedQuery query, SQLConf conf) throws SQLException {
        CallbackErrors errors = new CallbackErrors();
        List<Long> functionIds = new ArrayList<>();
        List<Long> sourceIds = new ArrayList<>();
        BridgedQuery bridged = new BridgedQuery(errors, () -> {
            evaluators.keySet().removeAll(functionIds);
            sources.keySet().removeAll(sourceIds);
        });
        try {
            for (BridgedFunction function : query.functions()) {
                registerSignature(connection, BridgeSignature.of(function));
                functionIds.add(function.id());
                evaluators.put(function.id(), new ExpressionEvaluator(function, query.text(), errors));
            }
            for (SourceTable source : query.sources()) {
                sourceIds.add(source.id());
                sources.put(source.id(), bind(connection, source, query.text(), errors, conf));
            }
            return bridged;
        } catch (SQLException | RuntimeException failed) {
            bridged.close();
            throw failed;
        }
    }

    /** How many expressions and sources of running queries are held. */
    public int size() {
        return evaluators.size() + sources.size();
    }

    private void registerSignature(DuckDBConnection connection, BridgeSignature signature) throws SQLException {
        if (registered.contains(signature)) {
            return;
        }
        List<SqlType> parameters = new ArrayList<>();
        parameters.add(PrimitiveType.BIGINT);
        parameters.addAll(signature.arguments());
        ByteBuffer result =
                types.resolve(connection, List.of(signature.result())).get(0);
        Stability stability = signature.volatility() == Volatility.VOLATILE ? Stability.VOLATILE : Stability.CONSISTENT;
        List<ByteBuffer> references = types.resolve(connection, parameters);
        // Two threads may get here at once: registering a function again replaces it by an equal one.
        NativeFunctions.registerScalar(connection, signature.name(), references, result, stability, this::evaluate);
        registered.add(signature);
    }

    private Optional<String> evaluate(ByteBuffer chunk, ByteBuffer result) {
        if (NativeVectors.rows(chunk) == 0) {
            return Optional.empty();
        }
        long id = Platform.getLong(null, NativeVectors.values(NativeVectors.column(chunk, 0)));
        ExpressionEvaluator evaluator = evaluators.get(id);
        if (evaluator == null) {
            return Optional.of("the query of bridged expression " + id + " has ended");
        }
        try {
            evaluator.evaluate(chunk, result);
            return Optional.empty();
        } catch (Throwable error) {
            return Optional.of(evaluator.errors().keep(error));
        }
    }

    private BoundSource bind(
            DuckDBConnection connection, SourceTable table, TextRule text, CallbackErrors errors, SQLConf conf)
            throws SQLException {
        StructType schema = table.source().schema();
        List<SqlType> carriers = new ArrayList<>();
        carriers.add(PrimitiveType.BOOLEAN);
        Arrays.stream(schema.fields()).forEach(field -> carriers.add(TypeMapping.of(field.dataType())));
        return new BoundSource(table.source(), types.resolve(connection, carriers), text, errors, conf);
    }

    private BoundSource source(long id) {
        BoundSource source = sources.get(id);
        if (source == null) {
            throw new IllegalStateException("the query of row source " + id + " has ended");
        }
        return source;
    }
}
