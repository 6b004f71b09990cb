package dev.kiln.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.apache.spark.sql.catalyst.catalog.CatalogStorageFormat;
import scala.Option;

final class StorageCodec implements Codec<CatalogStorageFormat> {
    static final CaseClass<CatalogStorageFormat> FORMAT = CaseClass.of(CatalogStorageFormat.class);

    private static final String SERDE_NAME = "serdeName";

    @Override
    @SuppressWarnings("unchecked") // what Spark declares the member to be
    public ObjectNode write(CatalogStorageFormat storage) {
        ObjectNode json = Json.object();
        if (storage.locationUri().isDefined()) {
            json.put("location", storage.locationUri().get().toString());
        }
        Json.put(json, "inputFormat", storage.inputFormat());
        Json.put(json, "outputFormat", storage.outputFormat());
        Json.put(json, "serde", storage.serde());
        FORMAT.find(storage, SERDE_NAME).ifPresent(name -> Json.put(json, SERDE_NAME, (Option<String>) name));
        json.put("compressed", storage.compressed());
        Json.put(json, "properties", storage.properties());
        return json;
    }

    @Override
    public CatalogStorageFormat read(JsonNode json) {
        return FORMAT.make(Map.of(
                "locationUri",
                Json.optionalUri(json, "location"),
                "inputFormat",
                Json.optionalText(json, "inputFormat"),
                "outputFormat",
                Json.optionalText(json, "outputFormat"),
                "serde",
                Json.optionalText(json, "serde"),
                "compressed",
                json.required("compressed").booleanValue(),
                "properties",
                Json.map(json, "properties"),
                SERDE_NAME,
                Json.optionalText(json, SERDE_NAME)));
    }
}
