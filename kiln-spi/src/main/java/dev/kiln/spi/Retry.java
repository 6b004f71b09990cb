package dev.kiln.spi;

/** What is to be expected of the same request, if it is sent again by somebody who has read the error. */
public enum Retry {
    /** The same error, as far as anybody knows. */
    USELESS,
    /** An answer: what was in the way is gone, but a part of the request may have been done. */
    AT_ONCE,
    /** An answer as soon as others give something back; nothing of the request has been done. */
    LATER
}
