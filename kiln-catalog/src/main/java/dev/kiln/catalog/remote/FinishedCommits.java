package dev.kiln.catalog.remote;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What became of the latest commits, so that one whose answer was lost can be asked for again and is not made twice. Not
 * safe for use by several threads.
 */
final class FinishedCommits {
    private static final int MOST = 1024;

    private final Map<String, ObjectNode> outcomes = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, ObjectNode> eldest) {
            return size() > MOST;
        }
    };

    Optional<ObjectNode> find(String id) {
        return Optional.ofNullable(outcomes.get(id));
    }

    void add(String id, ObjectNode outcome) {
        outcomes.put(id, outcome);
    }
}
