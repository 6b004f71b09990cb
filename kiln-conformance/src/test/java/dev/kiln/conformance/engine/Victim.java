package dev.kiln.conformance.engine;

/** What is killed. */
enum Victim {
    /** The process that holds sessions of an engine, and Kiln's agent. */
    DRIVER("dev.kiln.agent."),
    KILN("dev.kiln.cli.Main serve"),
    EXECUTOR("CoarseGrainedExecutorBackend"),
    WORKER("org.apache.spark.deploy.worker.Worker "),
    MASTER("org.apache.spark.deploy.master.Master ");

    private final String command;

    Victim(String command) {
        this.command = command;
    }

    boolean needsCluster() {
        return this == EXECUTOR || this == WORKER || this == MASTER;
    }

    /** Whether a process with this command line is one. */
    boolean isIt(String commandLine) {
        return commandLine.contains(command);
    }

    /** Whether a process with this command line belongs to the cluster, which outlives a Kiln. */
    static boolean isDaemon(String commandLine) {
        return WORKER.isIt(commandLine) || MASTER.isIt(commandLine);
    }
}
