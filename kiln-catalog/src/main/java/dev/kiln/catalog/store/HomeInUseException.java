package dev.kiln.catalog.store;

import java.nio.file.Path;

/** Another process, or another catalog of this process, has the home open. The message is one line for the user. */
public final class HomeInUseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public HomeInUseException(Path home, Throwable cause) {
        super("the home " + home + " is in use by another Kiln process", cause);
    }
}
