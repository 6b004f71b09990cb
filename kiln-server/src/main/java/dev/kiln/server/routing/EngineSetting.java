package dev.kiln.server.routing;

import dev.kiln.protocol.ConfigRequest;
import dev.kiln.protocol.ConfigResponse;
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

    /** The answer to a request that reads this very setting and no other, which no engine knows as well. */
    Optional<ConfigResponse> answer(ConfigRequest.Operation operation) {
        List<String> keys =
                switch (operation.getOpTypeCase()) {
                    case GET -> operation.getGet().getKeysList();
                    case GET_OPTION -> operation.getGetOption().getKeysList();
                    case GET_WITH_DEFAULT ->
                        operation.getGetWithDefault().getPairsList().stream()
                                .map(KeyValue::getKey)
                                .toList();
                    default -> List.of();
                };
        return keys.equals(List.of(RoutingEngine.SETTING))
                ? Optional.of(ConfigResponse.newBuilder()
                        .addPairs(KeyValue.newBuilder()
                                .setKey(RoutingEngine.SETTING)
                                .setValue(mode.text()))
                        .build())
                : Optional.empty();
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
