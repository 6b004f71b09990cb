package dev.kiln.spark;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of memory, read and written the way Spark does.
 *
 * @param bytes more than 0
 */
public record MemorySize(long bytes) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,15})([bkmgtp]?)b?");
    private static final long MEBIBYTE = 1L << 20;

    public MemorySize {
        if (bytes <= 0) {
            throw new IllegalArgumentException("memory must be a positive number");
        }
    }

    public static MemorySize ofMebibytes(long mebibytes) {
        return new MemorySize(Math.multiplyExact(mebibytes, MEBIBYTE));
    }

    /**
     * Reads a size such as {@code 512m} or {@code 2g}. A number without a unit is a number of bytes, as in Spark.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static MemorySize parse(String text) {
        Matcher form = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!form.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not an amount of memory such as 512m or 2g");
        }
        int shift = form.group(2).isEmpty() ? 0 : 10 * "bkmgtp".indexOf(form.group(2));
        return new MemorySize(Math.multiplyExact(Long.parseLong(form.group(1)), 1L << shift));
    }

    /** Rounded down. */
    public long mebibytes() {
        return bytes / MEBIBYTE;
    }

    @Override
    public String toString() {
        return bytes % MEBIBYTE != 0
                ? bytes + "b"
                : bytes % (MEBIBYTE << 10) == 0 ? bytes / (MEBIBYTE << 10) + "g" : mebibytes() + "m";
    }
}
