package dev.kiln.spark.master;

import java.util.Locale;

/** Where an application's driver runs. */
public enum DeployMode {
    /** On the machine that submits it, as a child of the submitting process. */
    CLIENT,
    /** On a machine of the cluster. */
    CLUSTER;

    /**
     * Reads Spark's word for it.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static DeployMode parse(String text) {
        return switch (text) {
            case "client" -> CLIENT;
            case "cluster" -> CLUSTER;
            default ->
                throw new IllegalArgumentException("the deploy mode must be client or cluster, not '" + text + "'");
        };
    }

    /** Spark's word for it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
