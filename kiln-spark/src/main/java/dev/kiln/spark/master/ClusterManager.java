package dev.kiln.spark.master;

/** The kinds of cluster managers that Spark 4 knows. */
public enum ClusterManager {
    LOCAL("local"),
    STANDALONE("standalone"),
    YARN("YARN"),
    KUBERNETES("Kubernetes");

    private final String title;

    ClusterManager(String title) {
        this.title = title;
    }

    /** Its name as people write it. */
    public String title() {
        return title;
    }
}
