package dev.kiln.spi;

/**
 * How far an operation is.
 *
 * @param fraction between 0 and 1
 * @param inputRows rows read so far
 */
public record Progress(double fraction, long inputRows) {
    public Progress {
        if (!(fraction >= 0 && fraction <= 1)) {
            throw new IllegalArgumentException("fraction out of range: " + fraction);
        }
    }
}
