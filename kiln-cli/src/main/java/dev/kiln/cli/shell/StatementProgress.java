package dev.kiln.cli.shell;

/** Told how a statement gets on, to show it somewhere. */
interface StatementProgress extends AutoCloseable {
    /** Shows nothing. */
    StatementProgress NONE = new StatementProgress() {
        @Override
        public void advance(double fraction) {}

        @Override
        public void say(String activity) {}

        @Override
        public void erase() {}

        @Override
        public void close() {}
    };

    /** @param fraction between 0 and 1 */
    void advance(double fraction);

    /** @param activity what the statement waits for, instead of how far it is */
    void say(String activity);

    /** Makes room for other output; the statement goes on. */
    void erase();

    /** Shows nothing any more. Idempotent. */
    @Override
    void close();
}
