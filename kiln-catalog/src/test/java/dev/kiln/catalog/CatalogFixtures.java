package dev.kiln.catalog;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.TableIdentifier;
import org.apache.spark.sql.catalyst.catalog.CatalogDatabase;
import org.apache.spark.sql.catalyst.catalog.CatalogFunction;
import org.apache.spark.sql.catalyst.catalog.CatalogStorageFormat;
import org.apache.spark.sql.catalyst.catalog.CatalogTable;
import org.apache.spark.sql.catalyst.catalog.CatalogTablePartition;
import org.apache.spark.sql.catalyst.catalog.CatalogTableType;
import org.apache.spark.sql.catalyst.catalog.FunctionResource;
import org.apache.spark.sql.catalyst.catalog.FunctionResourceType;
import org.apache.spark.sql.types.StructType;
import scala.Option;

/** Catalog objects as tests want them. */
final class CatalogFixtures {
    static final StructType SCHEMA = StructType.fromDDL("id bigint, name string, day date");

    private CatalogFixtures() {}

    static CatalogDatabase database(String name, Path directory) {
        return new CatalogDatabase(
                name, "about " + name, directory.resolve(name + ".db").toUri(), map("k", "v"));
    }

    static CatalogTable table(String database, String name) {
        return table(database, name, CatalogTableType.MANAGED(), Option.empty());
    }

    static CatalogTable view(String database, String name) {
        return table(database, name, CatalogTableType.VIEW(), Option.apply("select 1"));
    }

    static CatalogTable table(String database, String name, CatalogTableType type, Option<String> viewText) {
        return new CatalogTable(
                new TableIdentifier(name, Option.apply(database), Option.apply("spark_catalog")),
                type,
                storage(Option.empty()),
                SCHEMA,
                Option.apply("parquet"),
                Json.seq(List.of("day")),
                Option.empty(),
                "someone",
                1_700_000_000_000L,
                -1,
                "4.2.0",
                map("p", "q"),
                Option.empty(),
                viewText,
                Option.apply("a comment"),
                Option.empty(),
                Json.seq(List.of()),
                true,
                true,
                Json.scalaMap(Map.of()),
                viewText,
                Option.empty());
    }

    static CatalogStorageFormat storage(Option<URI> location) {
        return new CatalogStorageFormat(
                location,
                Option.empty(),
                Option.empty(),
                Option.empty(),
                false,
                Json.scalaMap(Map.of()),
                Option.empty());
    }

    static CatalogTablePartition partition(String day) {
        return new CatalogTablePartition(
                map("day", day),
                storage(Option.empty()),
                Json.scalaMap(Map.of()),
                1_700_000_000_000L,
                -1,
                Option.empty());
    }

    static CatalogFunction function(String database, String name) {
        return new CatalogFunction(
                new FunctionIdentifier(name, Option.apply(database), Option.empty()),
                "org.example." + name,
                Json.seq(List.of(new FunctionResource(FunctionResourceType.fromString("jar"), "file:/f.jar"))));
    }

    static scala.collection.immutable.Map<String, String> map(String key, String value) {
        return Json.scalaMap(Map.of(key, value));
    }
}
