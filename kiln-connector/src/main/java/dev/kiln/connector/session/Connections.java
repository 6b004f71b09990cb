package dev.kiln.connector.session;

import dev.kiln.store.Store;
import dev.kiln.store.StoreCondition;
import dev.kiln.store.StoreException;
import dev.kiln.store.client.ClientSettings;
import dev.kiln.store.client.Stores;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;

/**
 * One connection per process and settings, shared by all of its tasks. Open until the process ends: executors read and write
 * all the time, and a connection is a few sockets.
 */
public final class Connections {
    private static final long WATCH_MILLIS = 1000;
    private static final Map<StoreSettings, Store> OPEN = new HashMap<>();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(Connections::closeAll, "kiln-store-close"));
        Thread watch = new Thread(Connections::closeAtTheEnd, "kiln-store-watch");
        watch.setDaemon(true);
        watch.start();
    }

    private Connections() {}

    /**
     * The connection.
     *
     * @throws StoreException if the store can't be reached
     */
    public static Store open(StoreSettings settings) {
        synchronized (OPEN) {
            Store store = OPEN.get(settings);
            if (store == null) {
                store = connect(settings.properties());
                OPEN.put(settings, store);
            }
            return store;
        }
    }

    private static Store connect(Map<String, String> properties) {
        for (StoreOpener opener : ServiceLoader.load(StoreOpener.class, StoreOpener.class.getClassLoader())) {
            if (opener.opens(properties)) {
                return opener.open(properties);
            }
        }
        return Stores.connect(ClientSettings.of(properties, Host.name())
                .orElseThrow(() -> new StoreException(
                        StoreCondition.INVALID_OPTION,
                        "Where the store is isn't known: set spark.kiln.store.locators to host:port of its locators",
                        Map.of("option", StoreSettings.PREFIX + "locators"))));
    }

    /**
     * The client's threads are no daemons, so a process whose main method has returned would wait for them for ever. Closes
     * all connections when no other thread is left that keeps the process.
     */
    private static void closeAtTheEnd() {
        try {
            while (Thread.getAllStackTraces().keySet().stream().anyMatch(Connections::keepsTheProcess)) {
                Thread.sleep(WATCH_MILLIS);
            }
            closeAll();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean keepsTheProcess(Thread thread) {
        String name = thread.getName();
        return thread.isAlive()
                && !thread.isDaemon()
                && !name.equals("DestroyJavaVM")
                && !name.startsWith("grid-nio-worker-thin-client")
                && !name.startsWith("tcp-client-channel-heartbeats");
    }

    private static void closeAll() {
        synchronized (OPEN) {
            OPEN.values().forEach(Store::close);
            OPEN.clear();
        }
    }
}
