package dev.kiln.engine.translate;

/** How far a translation goes to meet Spark in rare cases. Each step is slower and is taken when the one before failed. */
public enum Strictness {
    /** Native wherever results are equal; a query that fails tells nothing about Spark's error. */
    FAST,
    /** As {@link #FAST}, but decimals are multiplied and added in 128 bits, where they do not overflow. */
    WIDE_DECIMALS,
    /** Whatever can fail is evaluated by Catalyst, so that a failure is Spark's own. */
    SPARK_ERRORS,
    /** As {@link #SPARK_ERRORS}, for texts that are no UTF-8: Spark reads the files, and Catalyst looks for characters. */
    FOREIGN_TEXT;

    /** Whether failures have to be Spark's own. */
    public boolean wantsSparkErrors() {
        return compareTo(SPARK_ERRORS) >= 0;
    }
}
