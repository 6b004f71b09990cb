package dev.kiln.cli.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A Spark Connect connection string, {@code sc://host:port/;name=value;...}.
 *
 * @param tls whether the connection is encrypted; a token implies it, except to this machine, where Spark's clients do
 *     without too
 * @param headers what is sent along as metadata with every call: the parameters that mean nothing else
 */
public record RemoteAddress(
        String host,
        int port,
        boolean tls,
        Optional<String> token,
        Optional<String> userId,
        Optional<String> sessionId,
        Map<String, String> headers) {
    private static final int DEFAULT_PORT = 15002;
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    public RemoteAddress {
        headers = Map.copyOf(headers);
    }

    /** @throws IllegalArgumentException saying what is wrong with the text */
    public static RemoteAddress parse(String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("not a connection string: " + text, e);
        }
        if (!"sc".equals(uri.getScheme()) || uri.getHost() == null) {
            throw new IllegalArgumentException("a connection string looks like sc://host:15002, not like " + text);
        }
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        if (!path.isEmpty() && !path.startsWith("/;") && !path.equals("/")) {
            throw new IllegalArgumentException("parameters follow '/;' in a connection string: " + text);
        }
        Map<String, String> parameters = parameters(path);
        Optional<String> token = Optional.ofNullable(parameters.remove("token"));
        boolean tls = Boolean.parseBoolean(parameters.remove("use_ssl"))
                || token.isPresent() && !THIS_MACHINE.contains(uri.getHost());
        Optional<String> userId = Optional.ofNullable(parameters.remove("user_id"));
        Optional<String> sessionId = Optional.ofNullable(parameters.remove("session_id"));
        parameters.remove("user_agent");
        int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
        return new RemoteAddress(uri.getHost(), port, tls, token, userId, sessionId, parameters);
    }

    private static Map<String, String> parameters(String path) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : path.replaceFirst("^/;?", "").split(";", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("a parameter of a connection string is name=value, not " + pair);
            }
            parameters.put(pair.substring(0, equals), decoded(pair.substring(equals + 1)));
        }
        return parameters;
    }

    private static String decoded(String value) {
        // A plus sign is itself here, unlike in web forms.
        return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** The same server, called with a token. */
    public RemoteAddress withToken(String secret) {
        return new RemoteAddress(host, port, tls, Optional.of(secret), userId, sessionId, headers);
    }

    @Override
    public String toString() {
        return "sc://" + host + ":" + port;
    }
}
