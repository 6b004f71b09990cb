package dev.kiln.catalog.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kiln.catalog.store.Entries.Entry;
import dev.kiln.catalog.store.Overlay;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What one read or one change has seen of the store so far, and what the change is going to make of it. Of no worth once
 * it has seen two versions. Used by one thread.
 */
final class Snapshot {
    private record Key(String entries, String key) {}

    private final Messages messages;
    private final Map<Key, Optional<String>> seen = new HashMap<>();
    private final Overlay changes = new Overlay();
    private OptionalLong version = OptionalLong.empty();
    private boolean torn;

    Snapshot(Messages messages) {
        this.messages = messages;
    }

    /** Whether everything was seen at one version. */
    boolean isWhole() {
        return !torn;
    }

    /** The version that was seen; asks for it if nothing was. */
    long version() {
        if (version.isEmpty()) {
            fetch("databases", List.of());
        }
        return version.orElseThrow();
    }

    Overlay changes() {
        return changes;
    }

    void set(String entries, String key, Optional<String> text) {
        changes.changesOf(entries).put(key, text);
    }

    Optional<String> get(String entries, String key) {
        Optional<String> changed = changes.changesOf(entries).get(key);
        if (changed != null) {
            return changed;
        }
        Optional<String> known = seen.get(new Key(entries, key));
        if (known == null) {
            fetch(entries, List.of(key));
            return seen.getOrDefault(new Key(entries, key), Optional.empty());
        }
        return known;
    }

    /** Sees all of these at once. */
    void fetch(String entries, List<String> keys) {
        ObjectNode request = Messages.request("get").put("entries", entries);
        ArrayNode wanted = request.putArray("keys");
        keys.forEach(wanted::add);
        JsonNode texts = ask(request).required("texts");
        for (int i = 0; i < keys.size(); i++) {
            seen.put(
                    new Key(entries, keys.get(i)),
                    Optional.ofNullable(texts.required(i).textValue()));
        }
    }

    /** The entries from a key on and before another; without texts, unless they are asked for. */
    List<Entry> range(String entries, String first, String end, boolean withTexts) {
        NavigableMap<String, String> found = new TreeMap<>();
        Optional<String> next = Optional.of(first);
        while (next.isPresent()) {
            JsonNode answer = ask(Messages.request("range")
                    .put("entries", entries)
                    .put("first", next.get())
                    .put("end", end)
                    .put("texts", withTexts));
            JsonNode keys = answer.required("keys");
            for (int i = 0; i < keys.size(); i++) {
                String text = withTexts ? answer.required("texts").required(i).textValue() : "";
                found.put(keys.required(i).textValue(), text);
            }
            next = Optional.ofNullable(answer.path("next").textValue());
        }
        Overlay.apply(changes.changesOf(entries).subMap(first, end), found);
        return found.entrySet().stream()
                .map(entry -> new Entry(entry.getKey(), entry.getValue()))
                .toList();
    }

    private JsonNode ask(ObjectNode request) {
        JsonNode answer = messages.ask(request);
        long now = answer.required("version").longValue();
        torn |= version.isPresent() && version.getAsLong() != now;
        version = OptionalLong.of(now);
        return answer;
    }
}
