package dev.kiln.spark.cluster;

import java.util.Locale;

/** What a process of a standalone cluster is for. */
public enum DaemonRole {
    MASTER("org.apache.spark.deploy.master.Master"),
    WORKER("org.apache.spark.deploy.worker.Worker");

    private final String mainClass;

    DaemonRole(String mainClass) {
        this.mainClass = mainClass;
    }

    String mainClass() {
        return mainClass;
    }

    /** As it is called in files and messages. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
