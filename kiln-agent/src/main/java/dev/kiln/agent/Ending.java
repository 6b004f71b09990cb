package dev.kiln.agent;

import java.lang.reflect.InvocationTargetException;

/** The end of the process: an orderly one, in which Spark gives back what it holds, but within a bounded time. */
final class Ending {
    private static final long LONGEST_MILLIS = 15_000;

    private Ending() {}

    /** Ends the process soon, without an error. Returns at once. */
    static void begin(String reason) {
        System.err.println("kiln-agent: ending: " + reason);
        exit(0);
    }

    /** Has the main method return soon, by stopping Spark; ends the process if that takes too long. Returns at once. */
    static void beginAsGuest(SparkService spark, String reason) {
        System.err.println("kiln-agent: ending: " + reason);
        haltLater(1);
        new Thread(
                        () -> {
                            try {
                                spark.stop();
                            } catch (ReflectiveOperationException e) {
                                e.printStackTrace();
                            }
                        },
                        "kiln-exit")
                .start();
    }

    /** Ends the process after an error, whose causes are the last that it says. */
    static void failed(Throwable thrown) {
        thrown.printStackTrace();
        System.err.println("kiln-agent: the driver failed:");
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (!(cause instanceof InvocationTargetException)) {
                System.err.println(cause);
            }
        }
        exit(1);
    }

    private static void exit(int status) {
        haltLater(status);
        // A thread of its own, because it does not return; Spark stops in a shutdown hook.
        new Thread(() -> System.exit(status), "kiln-exit").start();
    }

    private static void haltLater(int status) {
        Thread halt = new Thread(
                () -> {
                    try {
                        Thread.sleep(LONGEST_MILLIS);
                    } catch (InterruptedException e) {
                        // Nobody interrupts this thread; if somebody does, the end comes sooner.
                    }
                    Runtime.getRuntime().halt(status);
                },
                "kiln-halt");
        halt.setDaemon(true);
        halt.start();
    }
}
