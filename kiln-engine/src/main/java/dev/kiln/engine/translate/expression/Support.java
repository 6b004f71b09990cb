package dev.kiln.engine.translate.expression;

/** How an expression, apart from its children, can be evaluated. */
public enum Support {
    /** DuckDB gives Spark's value, and neither side fails. */
    NATIVE,
    /** As {@link #NATIVE} for text that is valid UTF-8; of other text only Catalyst gives Spark's value. */
    NATIVE_ON_UTF8,
    /**
     * DuckDB gives Spark's value or fails, at least where Spark fails; where it fails, Catalyst has to say what happens,
     * which may be another error, NULL or a value.
     */
    NATIVE_MAY_FAIL,
    /** Only Catalyst gives Spark's value. */
    BRIDGED;

    /** Native if a condition holds. */
    public static Support nativeIf(boolean condition) {
        return condition ? NATIVE : BRIDGED;
    }

    /** Native on UTF-8 if a condition holds. */
    public static Support utf8If(boolean condition) {
        return condition ? NATIVE_ON_UTF8 : BRIDGED;
    }

    /** Native, but fallible, if a condition holds. */
    public static Support fallibleIf(boolean condition) {
        return condition ? NATIVE_MAY_FAIL : BRIDGED;
    }
}
