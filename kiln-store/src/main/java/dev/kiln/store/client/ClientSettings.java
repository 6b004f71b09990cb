package dev.kiln.store.client;

import dev.kiln.store.access.Access;
import dev.kiln.store.access.AccessSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a client finds the store.
 *
 * @param locators {@code host:port} of each, at least one
 * @param timeout how long a call may take, with everything that is tried again
 * @param host the name or address of this machine as the servers on it know it; calls that any server may answer go
 *     to one there if there is one
 * @param access what lets the client in
 */
public record ClientSettings(List<String> locators, Duration timeout, String host, Access access) {
    /** What the names of all properties of a client begin with. */
    public static final String PREFIX = "kiln.store.";

    /** Long enough for a server that fails to be noticed and replaced. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);

    /** The port of a locator that is named without one. */
    public static final int DEFAULT_PORT = 10334;

    public ClientSettings {
        locators = locators.stream()
                .map(String::strip)
                .map(locator -> locator.contains(":") ? locator : locator + ":" + DEFAULT_PORT)
                .toList();
        if (locators.isEmpty() || locators.stream().anyMatch(locator -> !locator.matches("[^\\s:]+:\\d{1,5}"))) {
            throw new IllegalArgumentException("Locators are named as host:port, not " + locators);
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("A timeout is longer than nothing");
        }
    }

    /** Of a store that is open to all. */
    public ClientSettings(List<String> locators, Duration timeout, String host) {
        this(locators, timeout, host, Access.OPEN);
    }

    /**
     * Out of properties: {@code kiln.store.locators}, {@code .timeout} in seconds, {@code .token} or {@code .tokenFile}, and
     * {@code .tls.trust}, {@code .tls.certificate} and {@code .tls.key}. Reads the files. Others are left alone.
     *
     * @return nothing if no locators are named
     * @throws IllegalArgumentException if a property or file can't be used; the message names it, and shows no secret
     */
    public static Optional<ClientSettings> of(Map<String, String> properties, String host) {
        String locators = properties.getOrDefault(PREFIX + "locators", "");
        return locators.isBlank()
                ? Optional.empty()
                : Optional.of(new ClientSettings(
                        List.of(locators.split(",")),
                        timeout(properties),
                        host,
                        access(properties).load()));
    }

    /** How long calls may take, by a client's properties. */
    public static Duration timeout(Map<String, String> properties) {
        String seconds = properties.get(PREFIX + "timeout");
        try {
            return seconds == null ? DEFAULT_TIMEOUT : Duration.ofSeconds(Long.parseLong(seconds.trim()));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(PREFIX + "timeout is a number of seconds, not " + seconds, e);
        }
    }

    private static AccessSettings access(Map<String, String> properties) {
        Map<String, String> named = new HashMap<>();
        for (String name : AccessSettings.NAMES) {
            String value = properties.get(PREFIX + name);
            if (value != null) {
                named.put(name, value);
            }
        }
        return AccessSettings.of(named);
    }

    /** @param locators {@code host:port,...} */
    public static ClientSettings of(String locators) {
        return new ClientSettings(List.of(locators.split(",")), DEFAULT_TIMEOUT, "localhost");
    }
}
