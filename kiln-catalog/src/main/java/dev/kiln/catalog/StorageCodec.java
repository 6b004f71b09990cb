package dev.kiln.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.spark.sql.catalyst.catalog.CatalogStorageFormat;

final class StorageCodec implements Codec<CatalogStorageFormat> {
    @Override
    public ObjectNode write(CatalogStorageFormat storage) {
        ObjectNode json = Json.object();
        if (storage.locationUri().isDefined()) {
            json.put("location", storage.locationUri().get().toString());
        }
        Json.put(json, "inputFormat", storage.inputFormat());
        Json.put(json, "outputFormat", storage.outputFormat());
        Json.put(json, "serde", storage.serde());
        Json.put(json, "serdeName", storage.serdeName());
        json.put("compressed", storage.compressed());
        Json.put(json, "properties", storage.properties());
        return json;
    }

    @Override
    public CatalogStorageFormat read(JsonNode json) {
        return new CatalogStorageFormat(
                Json.optionalUri(json, "location"),
                Json.optionalText(json, "inputFormat"),
                Json.optionalText(json, "outputFormat"),
                Json.optionalText(json, "serde"),
                json.required("compressed").booleanValue(),
                Json.map(json, "properties"),
                Json.optionalText(json, "serdeName"));
    }
}
