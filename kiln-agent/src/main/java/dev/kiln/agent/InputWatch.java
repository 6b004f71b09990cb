package dev.kiln.agent;

import java.io.IOException;

/** Ends the process when standard input ends: then the process that started it has gone, however it died. */
final class InputWatch {
    private InputWatch() {}

    static void start() {
        Thread thread = new Thread(InputWatch::watch, "kiln-input");
        thread.setDaemon(true);
        thread.start();
    }

    private static void watch() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is ever sent.
            }
        } catch (IOException e) {
            // As good as its end.
        }
        Ending.begin("its owner has gone");
    }
}
