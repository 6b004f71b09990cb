package dev.kiln.catalog.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kiln.catalog.store.Entries;
import dev.kiln.catalog.store.FileWork;
import dev.kiln.catalog.store.HomeStore;
import dev.kiln.catalog.store.Transaction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers a {@link RemoteStore}. Nothing is locked between two requests, so an asker that stalls or dies holds up nobody
 * and leaves nothing half done. Work on local files is done here, in one turn with the change that it belongs to: a
 * table that is made anew under an old name must not lose its files to the end of the old one. Safe for use by many
 * threads.
 */
public final class StoreRequests {
    private static final Logger LOG = LoggerFactory.getLogger(StoreRequests.class);
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Set<String> SHARED = Set.of("databases", "tables", "partitions", "functions");
    private static final int PAGE_CHARACTERS = 4 << 20;

    private final HomeStore store;
    private final Runnable changed;
    private final FinishedCommits finished = new FinishedCommits();

    /** @param changed is run after each change that was asked for, and when files of tables may have changed */
    public StoreRequests(HomeStore store, Runnable changed) {
        this.store = store;
        this.changed = changed;
    }

    /** Answers any request, be it malformed. */
    public byte[] answer(byte[] request) {
        ObjectNode answer;
        try {
            answer = answer(MAPPER.readTree(request));
        } catch (IOException | RuntimeException e) {
            LOG.warn("a request to the catalog failed", e);
            answer = MAPPER.createObjectNode().put("error", String.valueOf(e.getMessage()));
        }
        try {
            return MAPPER.writeValueAsBytes(answer);
        } catch (IOException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }

    private ObjectNode answer(JsonNode request) {
        return switch (request.path("ask").asText()) {
            case "get" -> store.read(() -> get(request));
            case "range" -> store.read(() -> range(request));
            case "commit" -> commit(request);
            case "filesChanged" -> filesChanged();
            default -> throw new IllegalArgumentException("the catalog understands no such request");
        };
    }

    private ObjectNode filesChanged() {
        changed.run();
        return MAPPER.createObjectNode();
    }

    private ObjectNode versioned() {
        return MAPPER.createObjectNode().put("version", store.version());
    }

    private ObjectNode get(JsonNode request) {
        Entries entries = entries(request);
        ObjectNode answer = versioned();
        ArrayNode texts = answer.putArray("texts");
        for (JsonNode key : request.required("keys")) {
            entries.get(key.textValue()).ifPresentOrElse(texts::add, texts::addNull);
        }
        return answer;
    }

    /** The entries from a key on and before another; as many as fit into a page. */
    private ObjectNode range(JsonNode request) {
        boolean withTexts = request.required("texts").booleanValue();
        ObjectNode answer = versioned();
        ArrayNode keys = answer.putArray("keys");
        ArrayNode texts = answer.putArray("texts");
        long size = 0;
        List<Entries.Entry> found = store.range(
                name(request),
                request.required("first").textValue(),
                request.required("end").textValue());
        for (Entries.Entry entry : found) {
            if (size > PAGE_CHARACTERS) {
                answer.put("next", entry.key());
                break;
            }
            keys.add(entry.key());
            size += entry.key().length();
            if (withTexts) {
                texts.add(entry.text());
                size += entry.text().length();
            }
        }
        return answer;
    }

    private ObjectNode commit(JsonNode request) {
        String id = request.required("id").textValue();
        // A repeated request must find out what became of the first, even if that is still being answered.
        synchronized (finished) {
            return finished.find(id).orElseGet(() -> {
                ObjectNode outcome = commitOnce(request);
                finished.add(id, outcome);
                return outcome;
            });
        }
    }

    private ObjectNode commitOnce(JsonNode request) {
        long version = request.required("version").longValue();
        List<FileWork> work = new ArrayList<>();
        for (JsonNode step : request.required("work")) {
            work.add(new NumberedWork(FileWork.fromJson(step), work.size()).reported());
        }
        try {
            store.change(transaction -> {
                if (store.version() != version) {
                    throw new OtherVersion();
                }
                request.required("changes").forEach(change -> apply(change, transaction));
                work.forEach(transaction::afterwards);
            });
            return MAPPER.createObjectNode().put("done", true);
        } catch (OtherVersion e) {
            return MAPPER.createObjectNode().put("conflict", true);
        } catch (NumberedWork.Failed e) {
            return MAPPER.createObjectNode().put("failed", e.number()).put("message", e.getMessage());
        } finally {
            changed.run();
        }
    }

    private void apply(JsonNode change, Transaction transaction) {
        Entries entries = entries(change);
        String key = change.required("key").textValue();
        @Nullable String text = change.required("text").textValue();
        if (text == null) {
            transaction.remove(entries, key);
        } else {
            transaction.put(entries, key, text);
        }
    }

    private Entries entries(JsonNode request) {
        return store.entries(name(request));
    }

    private static String name(JsonNode request) {
        String name = request.required("entries").asText();
        if (!SHARED.contains(name)) {
            throw new IllegalArgumentException("the catalog shares no entries of this name");
        }
        return name;
    }

    /** The store has changed since it was read. */
    private static final class OtherVersion extends RuntimeException {
        private static final long serialVersionUID = 1L;

        OtherVersion() {
            super("the store is at another version", null, false, false);
        }
    }
}
