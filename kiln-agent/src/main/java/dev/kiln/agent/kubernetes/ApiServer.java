package dev.kiln.agent.kubernetes;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.Map;
import java.util.Optional;

/** The API server of a cluster, asked in its own terms. */
final class ApiServer implements AutoCloseable {
    private static final String PACKAGE = "io.fabric8.kubernetes.client.";
    private static final String AUTHENTICATION = "spark.kubernetes.authenticate.submission.";

    /** What of Spark's settings for submissions says who asks, and the client's words for it. */
    private static final Map<String, String> SETTERS = Map.of(
            AUTHENTICATION + "oauthToken", "setOauthToken",
            AUTHENTICATION + "caCertFile", "setCaCertFile",
            AUTHENTICATION + "clientKeyFile", "setClientKeyFile",
            AUTHENTICATION + "clientCertFile", "setClientCertFile");

    private final Object client;

    private ApiServer(Object client) {
        this.client = client;
    }

    /**
     * Connects as Spark itself would: with the user's own configuration of Kubernetes and what Spark's settings add.
     *
     * @param settings Spark's, among them the master
     */
    static ApiServer of(Map<String, String> settings) throws ReflectiveOperationException {
        Class<?> configType = Class.forName(PACKAGE + "Config");
        Object config = configType
                .getMethod("autoConfigure", String.class)
                .invoke(null, settings.get("spark.kubernetes.context"));
        configType
                .getMethod("setMasterUrl", String.class)
                .invoke(config, settings.getOrDefault("spark.master", "").replaceFirst("^k8s://", "") + "/");
        for (Map.Entry<String, String> setter : SETTERS.entrySet()) {
            String value = settings.get(setter.getKey());
            if (value != null) {
                configType.getMethod(setter.getValue(), String.class).invoke(config, value);
            }
        }
        String tokenFile = settings.get(AUTHENTICATION + "oauthTokenFile");
        if (tokenFile != null) {
            configType.getMethod("setOauthToken", String.class).invoke(config, read(tokenFile));
        }
        Class<?> builderType = Class.forName(PACKAGE + "KubernetesClientBuilder");
        Object builder = builderType.getConstructor().newInstance();
        builderType.getMethod("withConfig", configType).invoke(builder, config);
        return new ApiServer(builderType.getMethod("build").invoke(builder));
    }

    private static String read(String file) {
        try {
            return new String(Files.readAllBytes(Paths.get(file)), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the token for Kubernetes cannot be read", e);
        }
    }

    /**
     * Sends a request.
     *
     * @param body JSON; empty for none
     * @return the answer's body, or empty if there is no such thing
     * @throws IOException if it is refused, or nobody answers
     */
    Optional<String> call(String method, String path, String body) throws IOException {
        try {
            Object answer = Class.forName(PACKAGE + "Client")
                    .getMethod("raw", String.class, String.class, Object.class)
                    .invoke(client, path, method, body.isEmpty() ? null : body);
            return Optional.ofNullable((String) answer);
        } catch (InvocationTargetException e) {
            if (isNotFound(e.getCause())) {
                return Optional.empty();
            }
            throw new IOException(String.valueOf(e.getCause().getMessage()), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IOException("this Spark has another client of Kubernetes: " + e, e);
        }
    }

    private static boolean isNotFound(Throwable thrown) {
        try {
            return thrown.getClass().getMethod("getCode").invoke(thrown).equals(404);
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        ((Closeable) client).close();
    }
}
