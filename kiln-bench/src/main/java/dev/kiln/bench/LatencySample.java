package dev.kiln.bench;

import org.HdrHistogram.Histogram;

/**
 * Latencies of statements.
 *
 * @param histogram nanoseconds per statement
 * @param seconds how long the clients were at it
 */
record LatencySample(Histogram histogram, double seconds) {

    LatencySample plus(LatencySample other) {
        Histogram sum = histogram.copy();
        sum.add(other.histogram);
        return new LatencySample(sum, seconds + other.seconds);
    }

    double milliseconds(double percentile) {
        return histogram.getValueAtPercentile(percentile) / 1e6;
    }

    double perSecond() {
        return histogram.getTotalCount() / seconds;
    }
}
