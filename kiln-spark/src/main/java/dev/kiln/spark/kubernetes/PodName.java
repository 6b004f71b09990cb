package dev.kiln.spark.kubernetes;

/** Which pod, in the form in which Spark writes it: {@code namespace:name}. */
public record PodName(String namespace, String name) {
    /** @throws IllegalArgumentException if it is none */
    public static PodName parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 1 || colon == text.length() - 1) {
            throw new IllegalArgumentException("'" + text + "' does not name a pod as namespace:name");
        }
        return new PodName(text.substring(0, colon), text.substring(colon + 1));
    }

    @Override
    public String toString() {
        return namespace + ":" + name;
    }
}
