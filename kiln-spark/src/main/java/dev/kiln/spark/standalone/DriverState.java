package dev.kiln.spark.standalone;

/** What a master says of a driver. */
public enum DriverState {
    /** It waits for a worker with room. */
    SUBMITTED,
    RUNNING,
    FINISHED,
    /** Its worker was lost, and it waits for another. */
    RELAUNCHING,
    /** The master has just been started again and has not heard of it yet. */
    UNKNOWN,
    KILLED,
    FAILED,
    /** It could not be started. */
    ERROR;

    /** Whether nothing will change any more. */
    public boolean isFinal() {
        return this == FINISHED || this == KILLED || this == FAILED || this == ERROR;
    }

    static DriverState parse(String text) {
        for (DriverState state : values()) {
            if (state.name().equals(text)) {
                return state;
            }
        }
        return UNKNOWN;
    }
}
