package dev.kiln.server.routing;

import dev.kiln.protocol.ConfigRequest;
import dev.kiln.protocol.KeyValue;
import dev.kiln.spi.StateChange;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which engine a session wants, as the session's own setting says. Thread-safe. */
final class EngineSetting {
    private final EngineMode initial;
    private final Collection<String> engines;
    private volatile EngineMode mode;

    /**
     * @param initial the mode of a session that sets nothing
     * @param engines the names that can be set beside those of modes
     */
    EngineSetting(EngineMode initial, Collection<String> engines) {
        this(initial, engines, initial);
    }

    private EngineSetting(EngineMode initial, Collection<String> engines, EngineMode mode) {
        this.initial = initial;
        this.engines = engines;
        this.mode = mode;
    }

    EngineMode mode() {
        return mode;
    }

    EngineSetting copy() {
        return new EngineSetting(initial, engines, mode);
    }

    /** What a request would change; its outcome may be less. */
    static StateChange changeOf(ConfigRequest.Operation operation) {
        Map<String, Optional<String>> values = new LinkedHashMap<>();
        for (KeyValue pair : operation.getSet().getPairsList()) {
            values.put(pair.getKey(), Optional.of(pair.getValue()));
        }
        operation.getUnset().getKeysList().forEach(key -> values.put(key, Optional.empty()));
        return values.isEmpty() ? StateChange.NONE : new StateChange.Settings(values);
    }

    /** Whether a request reads this very setting. */
    static boolean isReadBy(ConfigRequest.Operation operation) {
        List<String> keys = operation.getGet().getKeysList();
        List<String> optional = operation.getGetOption().getKeysList();
        return keys.contains(RoutingEngine.SETTING)
                || optional.contains(RoutingEngine.SETTING)
                || operation.getGetWithDefault().getPairsList().stream()
                        .anyMatch(pair -> pair.getKey().equals(RoutingEngine.SETTING));
    }

    /** @throws dev.kiln.spi.EngineException if the change would name an engine that does not exist */
    void check(StateChange change) {
        if (change instanceof StateChange.Settings settings) {
            valueIn(settings).ifPresent(value -> EngineMode.parse(value, engines));
        }
    }

    /** Follows a change that was made. */
    void follow(StateChange change) {
        if (change instanceof StateChange.AllSettings) {
            mode = initial;
        } else if (change instanceof StateChange.Settings settings
                && settings.values().containsKey(RoutingEngine.SETTING)) {
            mode = valueIn(settings)
                    .map(value -> EngineMode.parse(value, engines))
                    .orElse(initial);
        }
    }

    private static Optional<String> valueIn(StateChange.Settings settings) {
        return settings.values().getOrDefault(RoutingEngine.SETTING, Optional.empty());
    }
}
