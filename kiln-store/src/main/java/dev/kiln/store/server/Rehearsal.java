package dev.kiln.store.server;

import dev.kiln.store.Member;
import dev.kiln.store.Store;
import dev.kiln.store.client.ClientSettings;
import dev.kiln.store.client.Stores;
import dev.kiln.store.snapshot.Commit;
import dev.kiln.store.table.Column;
import dev.kiln.store.table.Compression;
import dev.kiln.store.table.Persistence;
import dev.kiln.store.table.Placement;
import dev.kiln.store.table.Table;
import dev.kiln.store.table.TableKind;
import dev.kiln.store.table.TableName;
import dev.kiln.store.table.TableSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Does in one process what members do when they start: {@code Rehearsal DIRECTORY}. The build records the classes that this
 * loads; out of such an archive a member starts in half the time.
 */
public final class Rehearsal {
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final long MEMORY = 64L << 20;

    private Rehearsal() {}

    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        int port = freePort();
        List<String> locators = List.of("127.0.0.1:" + port);
        try (StoreNode locator =
                        StoreNode.start(settings(Member.Role.LOCATOR, directory.resolve("l"), port, locators));
                StoreNode server = StoreNode.start(settings(Member.Role.SERVER, directory.resolve("s"), 0, locators))) {
            if (!locator.awaitReady(LONGEST) || !server.awaitReady(LONGEST)) {
                throw new IllegalStateException("not ready in time");
            }
            try (Store store = Stores.connect(ClientSettings.of(locators.get(0)))) {
                use(store);
            }
        }
    }

    private static void use(Store store) {
        store.createNamespace("rehearsal", Map.of());
        for (Persistence persistence : List.of(Persistence.SYNC, Persistence.NONE)) {
            Table table = store.create(new TableSpec(
                    new TableName("rehearsal", persistence.name()),
                    TableKind.COLUMN,
                    List.of(new Column(0, "k", "\"long\"", true, Optional.empty(), Optional.empty(), "{}")),
                    new Placement.Bucketed(List.of(), 1, 0, Optional.empty()),
                    persistence,
                    List.of(),
                    TableSpec.DEFAULT_BATCH_BYTES,
                    Compression.NONE,
                    Optional.empty(),
                    Optional.empty(),
                    Map.of()));
            long write = store.beginWrite(table, false);
            store.commit(table, new Commit(write, 0, true, List.of(), Set.of(), Optional.empty()));
            store.snapshot(table);
            store.owners(table);
        }
    }

    private static MemberSettings settings(Member.Role role, Path directory, int port, List<String> locators) {
        return new MemberSettings(
                role, directory, "127.0.0.1", port, locators, MEMORY, Optional.empty(), MemberSettings.Times.STANDARD);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return Math.min(socket.getLocalPort(), 65533);
        }
    }
}
