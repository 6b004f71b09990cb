package dev.kiln.app;

/** Something the user can put right. The message is one line and says what is wrong; no stack trace is shown. */
public final class UserException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UserException(String message) {
        super(message);
    }

    public UserException(String message, Throwable cause) {
        super(message, cause);
    }
}
