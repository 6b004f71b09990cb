package dev.kiln.spark.application;

/**
 * Why an application would not run.
 *
 * @param what in one sentence, without a full stop
 * @param fix what the user can do
 */
record Problem(String what, String fix) {
    @Override
    public String toString() {
        return what + "\n  " + fix;
    }
}
