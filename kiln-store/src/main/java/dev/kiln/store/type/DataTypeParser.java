package dev.kiln.store.type;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.store.StoreCondition;
import dev.kiln.store.StoreException;
import dev.kiln.store.type.DataType.Simple;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the JSON of Spark's types, of all versions from 3.5 to 4.2. */
final class DataTypeParser {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int DEEPEST = 100;

    /** Where Spark notes the collations of the strings within a field; the type itself says "string". */
    private static final String COLLATIONS = "__COLLATIONS";

    private static final Pattern DECIMAL = Pattern.compile("decimal\\(\\s*(\\d+)\\s*,\\s*(-?\\d+)\\s*\\)");
    private static final Pattern CHARACTERS = Pattern.compile("(?:var)?char\\(\\s*\\d+\\s*\\)");
    private static final Pattern COLLATED = Pattern.compile("string\\s+collate\\s+(\\w+)");
    private static final Pattern TIME = Pattern.compile("time\\(\\s*(\\d+)\\s*\\)");
    private static final Pattern YEAR_MONTH = Pattern.compile("interval (year|month)( to month)?");
    private static final Pattern DAY_TIME =
            Pattern.compile("interval (day|hour|minute|second)( to (hour|minute|second))?");
    private static final Pattern SPATIAL = Pattern.compile("(geometry|geography)(\\(.*\\))?");
    private static final DataType PLAIN_TEXT = new DataType.Text(true);

    private static final Map<String, DataType> BY_NAME = Map.ofEntries(
            Map.entry("void", Simple.VOID),
            Map.entry("null", Simple.VOID),
            Map.entry("boolean", Simple.BOOLEAN),
            Map.entry("byte", Simple.BYTE),
            Map.entry("short", Simple.SHORT),
            Map.entry("integer", Simple.INTEGER),
            Map.entry("long", Simple.LONG),
            Map.entry("float", Simple.FLOAT),
            Map.entry("double", Simple.DOUBLE),
            Map.entry("binary", Simple.BINARY),
            Map.entry("date", Simple.DATE),
            Map.entry("timestamp", Simple.TIMESTAMP),
            Map.entry("timestamp_ltz", Simple.TIMESTAMP),
            Map.entry("timestamp_ntz", Simple.TIMESTAMP_NTZ),
            Map.entry("interval", Simple.CALENDAR_INTERVAL),
            Map.entry("variant", Simple.VARIANT),
            Map.entry("string", PLAIN_TEXT),
            Map.entry("decimal", new DataType.Decimal(10, 0)));

    private DataTypeParser() {}

    static DataType parse(String json, String metadata) {
        try {
            // Some write the name of a simple type without quotes.
            JsonNode type = json.startsWith("{") || json.startsWith("\"")
                    ? JSON.readTree(json)
                    : JSON.getNodeFactory().textNode(json);
            return read(type, collated(JSON.readTree(metadata)), 0);
        } catch (JsonProcessingException e) {
            throw new StoreException(StoreCondition.UNSUPPORTED_TYPE, "Not a type of Spark's: " + json, e);
        }
    }

    private static DataType read(JsonNode type, boolean collated, int depth) {
        if (depth > DEEPEST) {
            throw unsupported("a type of more than " + DEEPEST + " levels");
        }
        if (type.isTextual()) {
            DataType found = named(type.textValue()).orElseThrow(() -> unsupported(type.textValue()));
            return collated && found instanceof DataType.Text ? new DataType.Text(false) : found;
        }
        return switch (type.path("type").asText()) {
            case "array" ->
                new DataType.Array(
                        read(type.path("elementType"), collated, depth + 1),
                        type.path("containsNull").asBoolean(true));
            case "map" ->
                new DataType.Map(
                        read(type.path("keyType"), collated, depth + 1),
                        read(type.path("valueType"), collated, depth + 1),
                        type.path("valueContainsNull").asBoolean(true));
            case "struct" -> struct(type, collated, depth);
            case "udt" -> {
                if (!type.has("sqlType")) {
                    throw unsupported(type.toString());
                }
                yield read(type.path("sqlType"), collated, depth + 1);
            }
            default -> throw unsupported(type.toString());
        };
    }

    private static DataType struct(JsonNode type, boolean collated, int depth) {
        List<DataType.Field> fields = new ArrayList<>();
        for (JsonNode field : type.path("fields")) {
            fields.add(new DataType.Field(
                    field.path("name").asText(),
                    read(field.path("type"), collated || collated(field.path("metadata")), depth + 1),
                    field.path("nullable").asBoolean(true)));
        }
        return new DataType.Struct(fields);
    }

    /** Which of several strings has which collation doesn't matter to the store: without an order, less is assumed. */
    private static boolean collated(JsonNode metadata) {
        return !metadata.path(COLLATIONS).isEmpty();
    }

    private static Optional<DataType> named(String name) {
        DataType simple = BY_NAME.get(name);
        if (simple != null) {
            return Optional.of(simple);
        }
        Matcher decimal = DECIMAL.matcher(name);
        if (decimal.matches()) {
            return Optional.of(
                    new DataType.Decimal(Integer.parseInt(decimal.group(1)), Integer.parseInt(decimal.group(2))));
        }
        if (CHARACTERS.matcher(name).matches()) {
            return Optional.of(PLAIN_TEXT);
        }
        Matcher collated = COLLATED.matcher(name);
        if (collated.matches()) {
            return Optional.of(new DataType.Text(collated.group(1).equalsIgnoreCase("UTF8_BINARY")));
        }
        Matcher time = TIME.matcher(name);
        if (time.matches()) {
            return Optional.of(new DataType.Time(Integer.parseInt(time.group(1))));
        }
        if (YEAR_MONTH.matcher(name).matches()) {
            return Optional.of(Simple.YEAR_MONTH_INTERVAL);
        }
        if (DAY_TIME.matcher(name).matches()) {
            return Optional.of(Simple.DAY_TIME_INTERVAL);
        }
        return SPATIAL.matcher(name).matches() ? Optional.of(Simple.SPATIAL) : Optional.empty();
    }

    private static StoreException unsupported(String type) {
        return new StoreException(
                StoreCondition.UNSUPPORTED_TYPE, "The store doesn't know the type " + type, Map.of("type", type));
    }
}
