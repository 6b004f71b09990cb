package dev.kiln.spark.process;

import java.io.IOException;

/** A command took longer than it may. */
public final class CommandTimeoutException extends IOException {
    private static final long serialVersionUID = 1L;

    CommandTimeoutException(String message) {
        super(message);
    }
}
