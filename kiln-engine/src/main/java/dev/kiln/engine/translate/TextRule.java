package dev.kiln.engine.translate;

/** Which texts a query can take. Spark's strings may hold any bytes; DuckDB fails, or worse, where it looks for characters. */
public enum TextRule {
    /** Texts are only stored, compared and put together. */
    ANY_BYTES,
    /** DuckDB looks for the characters of some text. */
    UTF8
}
