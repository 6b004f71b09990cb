package dev.kiln.spark.application;

import java.util.Locale;

/** One of the two streams that a process writes. */
public enum LogStream {
    /** What the application prints. */
    STDOUT,
    /** What Spark logs. */
    STDERR;

    /** As Spark calls it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
