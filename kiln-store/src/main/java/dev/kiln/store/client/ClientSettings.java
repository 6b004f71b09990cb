package dev.kiln.store.client;

import java.time.Duration;
import java.util.List;

/**
 * How a client finds the store.
 *
 * @param locators {@code host:port} of each, at least one
 * @param timeout how long a call may take, with everything that is tried again
 * @param host the name or address of this machine as the servers on it know it; calls that any server may answer go
 *     to one there if there is one
 */
public record ClientSettings(List<String> locators, Duration timeout, String host) {
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

    /** @param locators {@code host:port,...} */
    public static ClientSettings of(String locators) {
        return new ClientSettings(List.of(locators.split(",")), DEFAULT_TIMEOUT, "localhost");
    }
}
