package dev.kiln.bench.report;

import java.util.Collection;

/** Figures drawn from several measurements. */
public final class Statistics {
    private Statistics() {}

    /** The middle value, or the mean of the two in the middle; not a number for no values. */
    public static double median(Collection<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** The geometric mean of the positive numbers; not a number when there are none. */
    public static double geometricMean(Collection<Double> values) {
        return Math.exp(values.stream()
                .filter(value -> !value.isNaN() && value > 0)
                .mapToDouble(Math::log)
                .average()
                .orElse(Double.NaN));
    }
}
