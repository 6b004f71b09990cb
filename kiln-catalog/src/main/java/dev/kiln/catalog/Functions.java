package dev.kiln.catalog;

import dev.kiln.catalog.store.CatalogStore;
import dev.kiln.catalog.store.Entries;
import java.util.Optional;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.analysis.FunctionAlreadyExistsException;
import org.apache.spark.sql.catalyst.analysis.NoSuchFunctionException;
import org.apache.spark.sql.catalyst.catalog.CatalogFunction;
import org.apache.spark.sql.catalyst.util.StringUtils;
import scala.collection.immutable.Seq;

/** The persistent functions of the catalog. */
final class Functions {
    private final CatalogStore store;
    private final Databases databases;
    private final Entries functions;
    private final FunctionCodec codec = new FunctionCodec();

    Functions(CatalogStore store, Databases databases) {
        this.store = store;
        this.databases = databases;
        this.functions = store.entries("functions");
    }

    void create(String database, CatalogFunction function) {
        String name = function.identifier().funcName();
        store.change(transaction -> {
            requireAbsent(database, name);
            transaction.put(functions, Entries.key(database, name), codec.encode(function));
        });
    }

    void drop(String database, String name) {
        store.change(transaction -> {
            require(database, name);
            transaction.remove(functions, Entries.key(database, name));
        });
    }

    void alter(String database, CatalogFunction function) {
        String name = function.identifier().funcName();
        store.change(transaction -> {
            require(database, name);
            transaction.put(functions, Entries.key(database, name), codec.encode(function));
        });
    }

    void rename(String database, String oldName, String newName) {
        store.change(transaction -> {
            CatalogFunction function = require(database, oldName);
            requireAbsent(database, newName);
            FunctionIdentifier identifier = new FunctionIdentifier(
                    newName,
                    function.identifier().database(),
                    function.identifier().catalog());
            transaction.remove(functions, Entries.key(database, oldName));
            transaction.put(
                    functions,
                    Entries.key(database, newName),
                    codec.encode(function.copy(identifier, function.className(), function.resources())));
        });
    }

    CatalogFunction get(String database, String name) {
        return store.read(() -> require(database, name));
    }

    boolean exists(String database, String name) {
        return store.read(() -> find(database, name).isPresent());
    }

    Seq<String> list(String database, String pattern) {
        return store.read(() -> {
            databases.require(database);
            Seq<String> names = Json.seq(functions.keysBelow(database).stream()
                    .map(Entries::lastPart)
                    .toList());
            return StringUtils.filterPattern(names, pattern);
        });
    }

    private CatalogFunction require(String database, String name) {
        return find(database, name).orElseThrow(() -> Failures.raise(new NoSuchFunctionException(database, name)));
    }

    private void requireAbsent(String database, String name) {
        if (find(database, name).isPresent()) {
            throw Failures.raise(new FunctionAlreadyExistsException(Json.seq(java.util.List.of(database, name))));
        }
    }

    private Optional<CatalogFunction> find(String database, String name) {
        databases.require(database);
        return functions.get(Entries.key(database, name)).map(codec::decode);
    }
}
