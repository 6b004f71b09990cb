package dev.kiln.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.catalyst.TableIdentifier;
import org.apache.spark.sql.catalyst.catalog.BucketSpec;
import org.apache.spark.sql.catalyst.catalog.CatalogTable;
import org.apache.spark.sql.catalyst.catalog.CatalogTableType;
import org.apache.spark.sql.types.DataType;
import scala.Option;
import scala.collection.immutable.Seq;

/** Tables and views. */
final class TableCodec implements Codec<CatalogTable> {
    static final CaseClass<CatalogTable> TABLE = CaseClass.of(CatalogTable.class);

    private static final String MULTIPART_IDENTIFIER = "multipartIdentifier";

    private final StorageCodec storage = new StorageCodec();
    private final StatisticsCodec statistics = new StatisticsCodec();

    @Override
    @SuppressWarnings("unchecked") // what Spark declares the member to be
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
        TABLE.find(table, MULTIPART_IDENTIFIER)
                .map(name -> (Option<Seq<String>>) name)
                .filter(Option::isDefined)
                .ifPresent(name -> Json.put(json, MULTIPART_IDENTIFIER, name.get()));
        return json;
    }

    @Override
    public CatalogTable read(JsonNode json) {
        Map<String, Object> members = new HashMap<>();
        members.put(
                "identifier",
                new TableIdentifier(
                        Json.text(json, "name"),
                        Json.optionalText(json, "database"),
                        Json.optionalText(json, "catalog")));
        members.put("tableType", CatalogTableType.apply(Json.text(json, "type")));
        members.put("storage", storage.read(json.required("storage")));
        members.put("schema", DataType.fromJson(json.required("schema").toString()));
        members.put("provider", Json.optionalText(json, "provider"));
        members.put("partitionColumnNames", Json.texts(json, "partitionColumns"));
        members.put(
                "bucketSpec", json.has("buckets") ? Option.apply(readBuckets(json.get("buckets"))) : Option.empty());
        members.put("owner", Json.text(json, "owner"));
        members.put("createTime", json.required("createTime").longValue());
        members.put("lastAccessTime", json.required("lastAccessTime").longValue());
        members.put("createVersion", Json.text(json, "createVersion"));
        members.put("properties", Json.map(json, "properties"));
        members.put("stats", statistics.optional(json, "stats"));
        members.put("viewText", Json.optionalText(json, "viewText"));
        members.put("comment", Json.optionalText(json, "comment"));
        members.put("collation", Json.optionalText(json, "collation"));
        members.put("unsupportedFeatures", Json.texts(json, "unsupportedFeatures"));
        members.put(
                "tracksPartitionsInCatalog",
                json.required("tracksPartitionsInCatalog").booleanValue());
        members.put("schemaPreservesCase", json.required("schemaPreservesCase").booleanValue());
        members.put("ignoredProperties", Json.map(json, "ignoredProperties"));
        members.put("viewOriginalText", Json.optionalText(json, "viewOriginalText"));
        members.put(
                MULTIPART_IDENTIFIER,
                json.has(MULTIPART_IDENTIFIER) ? Option.apply(Json.texts(json, MULTIPART_IDENTIFIER)) : Option.empty());
        return TABLE.make(members);
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
