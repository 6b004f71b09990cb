package dev.kiln.bench.store;

import dev.kiln.bench.contestant.HostLoop;
import dev.kiln.store.Member;
import dev.kiln.store.Store;
import dev.kiln.store.client.ClientSettings;
import dev.kiln.store.client.Stores;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The process that uses a row table by key: through the store's client or through Ignite's thin JDBC driver. A statement
 * is {@code load keys}, or what to do, by which way and how often: {@code read store 2000}. The answer is the median and
 * the 99th percentile of the nanoseconds that each took.
 */
final class RowHost {
    private final Map<String, RowRoute> routes;
    private final SplittableRandom random = new SplittableRandom(7);
    private int keys;

    private RowHost(Map<String, RowRoute> routes) {
        this.routes = routes;
    }

    public static void main(String[] arguments) throws Exception {
        try (Store store = Stores.connect(ClientSettings.of(System.getProperty("kiln.bench.locators")))) {
            Member server = store.members().stream()
                    .filter(member -> member.role() == Member.Role.SERVER)
                    .findFirst()
                    .orElseThrow();
            try (RowRoute client = RowRoute.ofClient(store);
                    RowRoute jdbc = RowRoute.ofJdbc("jdbc:ignite:thin://" + server.host() + ":" + server.port())) {
                HostLoop.run(new RowHost(Map.of("store", client, "jdbc", jdbc))::answer);
            }
        }
    }

    private String answer(String statement) throws Exception {
        String[] words = statement.split(" ");
        if (words[0].equals("load")) {
            keys = Integer.parseInt(words[1]);
            for (int key = 0; key < keys; key += RowRoute.BATCH) {
                routes.get("store").putBatch(key);
            }
            return "0 0";
        }
        RowRoute route = routes.get(words[1]);
        long[] nanos = new long[Integer.parseInt(words[2])];
        for (int i = 0; i < nanos.length; i++) {
            int key = random.nextInt(keys);
            long start = System.nanoTime();
            switch (words[0]) {
                case "read" -> route.read(key);
                case "write" -> route.write(key);
                case "put" -> route.putBatch(random.nextInt(keys / RowRoute.BATCH) * RowRoute.BATCH);
                default -> throw new IllegalArgumentException(statement);
            }
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        return nanos[nanos.length / 2] + " " + nanos[(int) (nanos.length * 0.99)];
    }
}
