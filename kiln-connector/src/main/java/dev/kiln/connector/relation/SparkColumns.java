package dev.kiln.connector.relation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kiln.store.table.Column;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Columns as the store keeps them and as Spark has them. Types go through the JSON of a whole field, because Spark notes parts
 * of a type (collations) in the field's metadata there.
 */
public final class SparkColumns {
    private static final ObjectMapper JSON = new ObjectMapper();

    private SparkColumns() {}

    /** What Spark calls all columns of a table. */
    public static StructType schema(List<Column> columns) {
        ObjectNode schema = JSON.createObjectNode().put("type", "struct");
        for (Column column : columns) {
            try {
                ObjectNode metadata = (ObjectNode) JSON.readTree(column.metadata());
                column.comment().ifPresent(comment -> metadata.put("comment", comment));
                // Spark believes in a default only if rows that are older than the column have one too. There are none.
                column.defaultSql()
                        .ifPresent(sql -> metadata.put("CURRENT_DEFAULT", sql).put("EXISTS_DEFAULT", sql));
                ObjectNode field = schema.withArray("/fields").addObject();
                field.put("name", column.name())
                        .put("nullable", column.nullable())
                        .set("metadata", metadata);
                field.set(
                        "type",
                        column.type().startsWith("{") || column.type().startsWith("\"")
                                ? JSON.readTree(column.type())
                                : JSON.getNodeFactory().textNode(column.type()));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("Column " + column.name() + " is not well described", e);
            }
        }
        if (columns.isEmpty()) {
            schema.putArray("fields");
        }
        return (StructType) DataType.fromJson(schema.toString());
    }

    /** A column of the store. */
    public static Column column(
            int id,
            String name,
            DataType type,
            boolean nullable,
            Optional<String> comment,
            Optional<String> defaultSql) {
        return column(
                id,
                new StructField(name, type, nullable, org.apache.spark.sql.types.Metadata.empty()),
                comment,
                defaultSql);
    }

    private static Column column(int id, StructField field, Optional<String> comment, Optional<String> defaultSql) {
        try {
            JsonNode described = JSON.readTree(new StructType(new StructField[] {field}).json())
                    .path("fields")
                    .path(0);
            return new Column(
                    id,
                    field.name(),
                    described.path("type").isTextual()
                            ? described.path("type").textValue()
                            : described.path("type").toString(),
                    field.nullable(),
                    comment,
                    defaultSql,
                    described.path("metadata").toString());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Column " + field.name() + " can't be described", e);
        }
    }
}
