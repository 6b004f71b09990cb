package dev.kiln.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kiln.catalog.store.CatalogStorageException;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** Scala's collections and options as JSON. Absent options are absent fields. */
final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new CatalogStorageException("the catalog holds an entry that is not JSON", e);
        }
    }

    static void put(ObjectNode json, String field, Option<String> value) {
        if (value.isDefined()) {
            json.put(field, value.get());
        }
    }

    static void put(ObjectNode json, String field, Seq<String> values) {
        ArrayNode array = json.putArray(field);
        CollectionConverters.asJava(values).forEach(array::add);
    }

    /** Written in the order of the keys, so that equal maps are equal texts. */
    static void put(ObjectNode json, String field, scala.collection.immutable.Map<String, String> map) {
        ObjectNode object = json.putObject(field);
        new TreeMap<>(CollectionConverters.asJava(map)).forEach(object::put);
    }

    /** A map as text; equal maps give equal texts. */
    static String text(scala.collection.immutable.Map<String, String> map) {
        ObjectNode object = object();
        new TreeMap<>(CollectionConverters.asJava(map)).forEach(object::put);
        return object.toString();
    }

    static String text(JsonNode json, String field) {
        return json.required(field).textValue();
    }

    static Option<String> optionalText(JsonNode json, String field) {
        return Option.apply(json.path(field).textValue());
    }

    static Option<URI> optionalUri(JsonNode json, String field) {
        return json.has(field) ? Option.apply(URI.create(text(json, field))) : Option.empty();
    }

    static Seq<String> texts(JsonNode json, String field) {
        java.util.List<String> values = new java.util.ArrayList<>();
        json.required(field).forEach(value -> values.add(value.textValue()));
        return seq(values);
    }

    static scala.collection.immutable.Map<String, String> map(JsonNode json, String field) {
        Map<String, String> map = new TreeMap<>();
        json.required(field)
                .properties()
                .forEach(entry -> map.put(entry.getKey(), entry.getValue().textValue()));
        return scalaMap(map);
    }

    /** The map with one more entry. */
    static scala.collection.immutable.Map<String, String> with(
            scala.collection.immutable.Map<String, String> map, String key, String value) {
        Map<String, String> copy = new TreeMap<>(CollectionConverters.asJava(map));
        copy.put(key, value);
        return scalaMap(copy);
    }

    static <T> Seq<T> seq(java.util.List<T> values) {
        return CollectionConverters.asScala(values).toSeq();
    }

    static <V> scala.collection.immutable.Map<String, V> scalaMap(Map<String, V> map) {
        return scala.collection.immutable.Map$.MODULE$.from(CollectionConverters.asScala(map));
    }
}
