package dev.kiln.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.spark.sql.catalyst.TableIdentifier;
import org.apache.spark.sql.catalyst.catalog.BucketSpec;
import org.apache.spark.sql.catalyst.catalog.CatalogTable;
import org.apache.spark.sql.catalyst.catalog.CatalogTableType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import scala.Option;
import scala.collection.immutable.Seq;

/** Tables and views. */
final class TableCodec implements Codec<CatalogTable> {
    private final StorageCodec storage = new StorageCodec();
    private final StatisticsCodec statistics = new StatisticsCodec();

    @Override
    public ObjectNode write(CatalogTable table) {
        ObjectNode json = Json.object().put("name", table.identifier().table());
        Json.put(json, "database", table.identifier().database());
        Json.put(json, "catalog", table.identifier().catalog());
        json.put("type", table.tableType().name());
        json.set("storage", storage.write(table.storage()));
        json.set("schema", Json.parse(table.schema().json()));
        Json.put(json, "provider", table.provider());
        Json.put(json, "partitionColumns", table.partitionColumnNames());
        if (table.bucketSpec().isDefined()) {
            json.set("buckets", writeBuckets(table.bucketSpec().get()));
        }
        json.put("owner", table.owner());
        json.put("createTime", table.createTime());
        json.put("lastAccessTime", table.lastAccessTime());
        json.put("createVersion", table.createVersion());
        Json.put(json, "properties", table.properties());
        statistics.put(json, "stats", table.stats());
        Json.put(json, "viewText", table.viewText());
        Json.put(json, "comment", table.comment());
        Json.put(json, "collation", table.collation());
        Json.put(json, "unsupportedFeatures", table.unsupportedFeatures());
        json.put("tracksPartitionsInCatalog", table.tracksPartitionsInCatalog());
        json.put("schemaPreservesCase", table.schemaPreservesCase());
        Json.put(json, "ignoredProperties", table.ignoredProperties());
        Json.put(json, "viewOriginalText", table.viewOriginalText());
        if (table.multipartIdentifier().isDefined()) {
            Json.put(json, "multipartIdentifier", table.multipartIdentifier().get());
        }
        return json;
    }

    @Override
    public CatalogTable read(JsonNode json) {
        Option<Seq<String>> multipartIdentifier = json.has("multipartIdentifier")
                ? Option.apply(Json.texts(json, "multipartIdentifier"))
                : Option.empty();
        return new CatalogTable(
                new TableIdentifier(
                        Json.text(json, "name"),
                        Json.optionalText(json, "database"),
                        Json.optionalText(json, "catalog")),
                CatalogTableType.apply(Json.text(json, "type")),
                storage.read(json.required("storage")),
                (StructType) DataType.fromJson(json.required("schema").toString()),
                Json.optionalText(json, "provider"),
                Json.texts(json, "partitionColumns"),
                json.has("buckets") ? Option.apply(readBuckets(json.get("buckets"))) : Option.empty(),
                Json.text(json, "owner"),
                json.required("createTime").longValue(),
                json.required("lastAccessTime").longValue(),
                Json.text(json, "createVersion"),
                Json.map(json, "properties"),
                statistics.optional(json, "stats"),
                Json.optionalText(json, "viewText"),
                Json.optionalText(json, "comment"),
                Json.optionalText(json, "collation"),
                Json.texts(json, "unsupportedFeatures"),
                json.required("tracksPartitionsInCatalog").booleanValue(),
                json.required("schemaPreservesCase").booleanValue(),
                Json.map(json, "ignoredProperties"),
                Json.optionalText(json, "viewOriginalText"),
                multipartIdentifier);
    }

    private static ObjectNode writeBuckets(BucketSpec buckets) {
        ObjectNode json = Json.object().put("count", buckets.numBuckets());
        Json.put(json, "columns", buckets.bucketColumnNames());
        Json.put(json, "sortColumns", buckets.sortColumnNames());
        return json;
    }

    private static BucketSpec readBuckets(JsonNode json) {
        return new BucketSpec(
                json.required("count").intValue(), Json.texts(json, "columns"), Json.texts(json, "sortColumns"));
    }
}
