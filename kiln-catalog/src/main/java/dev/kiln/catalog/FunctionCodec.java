package dev.kiln.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.catalog.CatalogFunction;
import org.apache.spark.sql.catalyst.catalog.FunctionResource;
import org.apache.spark.sql.catalyst.catalog.FunctionResourceType;
import scala.jdk.javaapi.CollectionConverters;

final class FunctionCodec implements Codec<CatalogFunction> {
    @Override
    public ObjectNode write(CatalogFunction function) {
        ObjectNode json = Json.object().put("name", function.identifier().funcName());
        Json.put(json, "database", function.identifier().database());
        Json.put(json, "catalog", function.identifier().catalog());
        json.put("className", function.className());
        ArrayNode resources = json.putArray("resources");
        for (FunctionResource resource : CollectionConverters.asJava(function.resources())) {
            resources
                    .addObject()
                    .put("type", resource.resourceType().resourceType())
                    .put("uri", resource.uri());
        }
        return json;
    }

    @Override
    public CatalogFunction read(JsonNode json) {
        List<FunctionResource> resources = new ArrayList<>();
        for (JsonNode resource : json.required("resources")) {
            resources.add(new FunctionResource(
                    FunctionResourceType.fromString(Json.text(resource, "type")), Json.text(resource, "uri")));
        }
        return new CatalogFunction(
                new FunctionIdentifier(
                        Json.text(json, "name"),
                        Json.optionalText(json, "database"),
                        Json.optionalText(json, "catalog")),
                Json.text(json, "className"),
                Json.seq(resources));
    }
}
