package dev.kiln.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import org.apache.spark.sql.catalyst.catalog.CatalogDatabase;

final class DatabaseCodec implements Codec<CatalogDatabase> {
    @Override
    public ObjectNode write(CatalogDatabase database) {
        ObjectNode json = Json.object()
                .put("name", database.name())
                .put("description", database.description())
                .put("location", database.locationUri().toString());
        Json.put(json, "properties", database.properties());
        return json;
    }

    @Override
    public CatalogDatabase read(JsonNode json) {
        return new CatalogDatabase(
                Json.text(json, "name"),
                Json.text(json, "description"),
                URI.create(Json.text(json, "location")),
                Json.map(json, "properties"));
    }
}
