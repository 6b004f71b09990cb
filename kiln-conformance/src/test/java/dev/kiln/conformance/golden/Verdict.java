package dev.kiln.conformance.golden;

/** How a server's answer relates to the result on record. */
enum Verdict {
    PASS,
    WRONG_SCHEMA,
    WRONG_ROWS,
    WRONG_ORDER,
    /** An error on record, and another error came. */
    WRONG_ERROR,
    /** An error on record, and rows came. */
    MISSING_ERROR,
    /** Rows on record, and an error came. */
    UNEXPECTED_ERROR,
    /** The server said that it cannot answer. */
    UNSUPPORTED,
    TIMEOUT
}
