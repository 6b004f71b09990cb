package dev.kiln.engine.command;

import dev.kiln.protocol.ConfigRequest;
import dev.kiln.protocol.ConfigResponse;
import dev.kiln.protocol.KeyValue;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.RuntimeConfig;
import org.apache.spark.sql.internal.SQLConf$;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/** The seven operations on a session's configuration. To be used with the session active. */
public final class ConfigOperations {
    private static final Set<String> WITHOUT_EFFECT =
            Set.of("spark.sql.execution.arrow.enabled", "spark.sql.execution.arrow.pyspark.fallback.enabled");

    private final RuntimeConfig conf;
    private final ConfigResponse.Builder response = ConfigResponse.newBuilder();

    private ConfigOperations(RuntimeConfig conf) {
        this.conf = conf;
    }

    /** Whether the operation may change a setting. */
    public static boolean changes(ConfigRequest.Operation operation) {
        return operation.hasSet() || operation.hasUnset();
    }

    /**
     * Answers with pairs in the order of the request.
     *
     * @throws RuntimeException Spark's own, for unknown, static or ill-typed settings
     */
    public static ConfigResponse run(ConfigRequest.Operation operation, RuntimeConfig conf) {
        ConfigOperations operations = new ConfigOperations(conf);
        operations.apply(operation);
        return operations.response.build();
    }

    private void apply(ConfigRequest.Operation operation) {
        switch (operation.getOpTypeCase()) {
            case SET -> set(operation.getSet());
            case GET ->
                operation.getGet().getKeysList().forEach(key -> answer(key, Optional.ofNullable(conf.get(key))));
            case GET_WITH_DEFAULT ->
                operation.getGetWithDefault().getPairsList().forEach(this::getWithDefault);
            case GET_OPTION -> operation.getGetOption().getKeysList().forEach(key -> answer(key, present(key)));
            case GET_ALL -> getAll(operation.getGetAll());
            case UNSET -> operation.getUnset().getKeysList().forEach(this::unset);
            case IS_MODIFIABLE ->
                operation
                        .getIsModifiable()
                        .getKeysList()
                        .forEach(key -> answer(key, Optional.of(Boolean.toString(conf.isModifiable(key)))));
            case OPTYPE_NOT_SET -> throw new UnsupportedOperationException(operation + " not supported.");
        }
    }

    private void set(ConfigRequest.Set request) {
        for (KeyValue pair : request.getPairsList()) {
            String value = pair.hasValue() ? pair.getValue() : null;
            try {
                conf.set(pair.getKey(), value);
                warn(pair.getKey());
            } catch (Exception e) { // Spark throws checked exceptions here without declaring them
                if (!request.getSilent()) {
                    throw e;
                }
                response.addWarnings(
                        "Failed to set " + pair.getKey() + " to " + optionText(value) + " due to " + e.getMessage());
            }
        }
    }

    private void getWithDefault(KeyValue pair) {
        String fallback = pair.hasValue() ? pair.getValue() : null;
        answer(pair.getKey(), Optional.ofNullable(conf.get(pair.getKey(), fallback)));
    }

    private void getAll(ConfigRequest.GetAll request) {
        String prefix = request.getPrefix();
        CollectionConverters.asJava(conf.getAll()).forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                answer(key.substring(prefix.length()), Optional.ofNullable(value));
            }
        });
    }

    private void unset(String key) {
        conf.unset(key);
        warn(key);
    }

    private Optional<String> present(String key) {
        Option<String> value = conf.getOption(key);
        return value.isDefined() ? Optional.ofNullable(value.get()) : Optional.empty();
    }

    private void answer(String key, Optional<String> value) {
        KeyValue.Builder pair = KeyValue.newBuilder().setKey(key);
        value.ifPresent(pair::setValue);
        response.addPairs(pair);
        warn(key);
    }

    private void warn(String key) {
        if (WITHOUT_EFFECT.contains(key)) {
            response.addWarnings("The SQL config '" + key + "' is NOT supported in Spark Connect");
            return;
        }
        Option<org.apache.spark.sql.internal.SQLConf.DeprecatedConfig> deprecated =
                SQLConf$.MODULE$.deprecatedSQLConfigs().get(key);
        if (deprecated.isDefined()) {
            response.addWarnings(deprecated.get().toDeprecationString());
        }
    }

    /** As Spark prints an optional value in its warnings. */
    private static String optionText(String value) {
        return value == null ? "None" : "Some(" + value + ")";
    }
}
