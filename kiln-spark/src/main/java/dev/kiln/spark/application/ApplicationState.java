package dev.kiln.spark.application;

/** What became of an application. */
public enum ApplicationState {
    /** It waits for room, or for its driver to start. */
    SUBMITTED,
    RUNNING,
    /** It ended by itself, and well. */
    FINISHED,
    /** Its driver ended with an error, or could not be started. */
    FAILED,
    KILLED,
    /** Nobody knows any more: its driver died unseen, or its cluster has forgotten it. */
    LOST;

    /** Whether nothing will change any more. */
    public boolean isFinal() {
        return this != SUBMITTED && this != RUNNING;
    }

    /** What a command that waited for it exits with. */
    public int exitCode() {
        return switch (this) {
            case SUBMITTED, RUNNING, FINISHED -> 0;
            case FAILED -> 1;
            case KILLED -> 3;
            case LOST -> 4;
        };
    }
}
