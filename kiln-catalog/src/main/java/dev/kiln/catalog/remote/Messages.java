package dev.kiln.catalog.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kiln.catalog.store.CatalogStorageException;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Requests and answers as they are sent. Safe for use by many threads. */
record Messages(Exchange exchange) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    static ObjectNode request(String what) {
        return MAPPER.createObjectNode().put("ask", what);
    }

    /** @throws CatalogStorageException if there is no answer, or an error for one */
    JsonNode ask(ObjectNode request) {
        JsonNode answer;
        try {
            answer = MAPPER.readTree(exchange.ask(MAPPER.writeValueAsBytes(request)));
        } catch (IOException e) {
            throw new CatalogStorageException("Kiln's answer about the catalog cannot be read: " + e.getMessage(), e);
        } catch (UncheckedIOException e) {
            throw new CatalogStorageException(
                    "Kiln cannot be reached, and the catalog with it: "
                            + e.getCause().getMessage(),
                    e);
        }
        if (answer.has("error")) {
            throw new CatalogStorageException(
                    "Kiln's catalog failed: " + answer.required("error").textValue());
        }
        return answer;
    }
}
