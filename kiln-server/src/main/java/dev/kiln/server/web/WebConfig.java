package dev.kiln.server.web;

import dev.kiln.spi.config.ConfigKey;
import java.util.List;
import java.util.OptionalInt;

/** The configuration keys of the web pages. */
public final class WebConfig {
    private static final int MOST = 65_535;

    public static final ConfigKey<String> HOST =
            ConfigKey.text("kiln.web.host", "127.0.0.1", "The address on which web pages are served.");

    public static final ConfigKey<OptionalInt> PORT = new ConfigKey<>(
            "kiln.web.port",
            "port",
            "15080",
            "The port on which web pages are served: 0 takes a free one, off serves none. They ask for the token that"
                    + " calls must carry, as a password, if there is one.",
            WebConfig::port);

    /** All keys, for checking and listing. */
    public static final List<ConfigKey<?>> KEYS = List.of(HOST, PORT);

    private WebConfig() {}

    private static OptionalInt port(String text) {
        if (text.strip().equals("off")) {
            return OptionalInt.empty();
        }
        try {
            int port = Integer.parseInt(text.strip());
            if (port >= 0 && port <= MOST) {
                return OptionalInt.of(port);
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new IllegalArgumentException("must be off or between 0 and " + MOST);
    }
}
