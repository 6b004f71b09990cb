package dev.kiln.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.spark.sql.catalyst.catalog.CatalogTablePartition;

final class PartitionCodec implements Codec<CatalogTablePartition> {
    private final StorageCodec storage = new StorageCodec();
    private final StatisticsCodec statistics = new StatisticsCodec();

    @Override
    public ObjectNode write(CatalogTablePartition partition) {
        ObjectNode json = Json.object();
        Json.put(json, "spec", partition.spec());
        json.set("storage", storage.write(partition.storage()));
        Json.put(json, "parameters", partition.parameters());
        json.put("createTime", partition.createTime());
        json.put("lastAccessTime", partition.lastAccessTime());
        statistics.put(json, "stats", partition.stats());
        return json;
    }

    @Override
    public CatalogTablePartition read(JsonNode json) {
        return new CatalogTablePartition(
                Json.map(json, "spec"),
                storage.read(json.required("storage")),
                Json.map(json, "parameters"),
                json.required("createTime").longValue(),
                json.required("lastAccessTime").longValue(),
                statistics.optional(json, "stats"));
    }
}
