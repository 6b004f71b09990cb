package dev.kiln.cli.shell;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * A line below the prompt that says how long a statement has been running and, if the server tells, how far it is. It
 * shows up after a moment, so that short statements don't flicker.
 */
final class ProgressLine implements StatementProgress {
    private static final long FIRST_MILLIS = 700;
    private static final long NEXT_MILLIS = 200;
    private static final String ERASE_LINE = "\r\u001b[2K";
    private static final int BAR_WIDTH = 20;

    private final PrintWriter out;
    private final ScheduledExecutorService timer;
    private final ScheduledFuture<?> ticks;
    private final long start = System.nanoTime();
    private double fraction = -1;
    private String activity = "";
    private boolean visible;
    private boolean finished;

    ProgressLine(PrintWriter out) {
        this.out = out;
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "progress-line");
            thread.setDaemon(true);
            return thread;
        });
        ticks = timer.scheduleWithFixedDelay(this::draw, FIRST_MILLIS, NEXT_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void advance(double newFraction) {
        fraction = newFraction;
        activity = "";
    }

    @Override
    public synchronized void say(String newActivity) {
        activity = newActivity;
    }

    private synchronized void draw() {
        if (finished) {
            return;
        }
        visible = true;
        double seconds = (System.nanoTime() - start) / 1e9;
        String time = String.format(Locale.ROOT, "%.1f s", seconds);
        if (!activity.isEmpty()) {
            out.print(ERASE_LINE + activity + ", " + time + " (Ctrl-C interrupts)");
        } else if (fraction < 0) {
            out.print(ERASE_LINE + "running, " + time + " (Ctrl-C interrupts)");
        } else {
            int done = (int) Math.round(fraction * BAR_WIDTH);
            out.print(ERASE_LINE + "[" + "=".repeat(done) + " ".repeat(BAR_WIDTH - done) + "] "
                    + Math.round(fraction * 100) + " %, " + time);
        }
        out.flush();
    }

    @Override
    public synchronized void erase() {
        if (visible) {
            out.print(ERASE_LINE);
            out.flush();
            visible = false;
        }
    }

    @Override
    public synchronized void close() {
        finished = true;
        ticks.cancel(false);
        timer.shutdownNow();
        erase();
    }
}
