package dev.kiln.spi.config;

/** A setting is unknown or its value does not fit; the message is one line for the user. */
public final class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ConfigurationException(String message) {
        super(message);
    }
}
