package dev.kiln.store.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A locator and a server in one process that belongs to another: {@code ChildMain LOCATOR SERVER}, files of settings. It
 * writes {@link #READY_FILE} in the server's directory when it is ready, and ends when its standard input does, which the
 * system sees to however the other process ends.
 */
public final class ChildMain {
    /** In the server's directory, from when it can be used. */
    public static final String READY_FILE = "child.ready";

    private static final Duration LONGEST_START = Duration.ofSeconds(60);

    private ChildMain() {}

    /** Runs both until the standard input ends. */
    public static void main(String[] arguments) throws IOException {
        Thread watch = new Thread(ChildMain::endWithInput, "kiln-store-owner");
        watch.setDaemon(true);
        watch.start();
        MemberSettings server = MemberMain.read(Path.of(arguments[1]));
        StoreNode locator = StoreNode.start(MemberMain.read(Path.of(arguments[0])));
        StoreNode node = StoreNode.start(server);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            node.close();
                            locator.close();
                        },
                        "kiln-store-leave"));
        if (!node.awaitReady(LONGEST_START)) {
            System.err.println("kiln store: not ready after " + LONGEST_START.toSeconds() + " s");
            System.exit(1);
        }
        Files.writeString(server.directory().resolve(READY_FILE), "ready\n");
    }

    private static void endWithInput() {
        try {
            InputStream in = System.in;
            while (in.read() >= 0) {
                // nothing is ever said
            }
        } catch (IOException ended) {
            // as much an end as any
        }
        System.exit(0);
    }
}
