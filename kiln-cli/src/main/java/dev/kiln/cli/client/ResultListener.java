package dev.kiln.cli.client;

import java.util.List;

/** Takes the answer to one statement, in order: the columns, then rows. Called on the thread that runs the statement. */
public interface ResultListener {
    /** Called once, before any rows; no columns for a statement that answers nothing. */
    void columns(List<Column> columns);

    /** A part of the rows. The values are those of {@link ColumnReader}. */
    void rows(List<Object[]> rows);

    /** How far the statement is, between 0 and 1. May be called at any time, or never. */
    default void progress(double fraction) {}

    /** What the statement waits for, in a few words, if that is not just its rows. May be called at any time, or never. */
    default void activity(String what) {}

    /** Which engine has answered and why. Called at the end, by servers that have a choice, for each part of a statement. */
    default void route(String route) {}
}
