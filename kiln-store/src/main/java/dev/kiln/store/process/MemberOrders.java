package dev.kiln.store.process;

import dev.kiln.store.StoreCondition;
import dev.kiln.store.StoreException;
import dev.kiln.store.server.Orders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Asks something of a member on this machine, also while the store isn't open. */
public final class MemberOrders {
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final long LOOK_MILLIS = 50;

    private MemberOrders() {}

    /**
     * Has the store go on without servers that are missing, by the member of a directory, which must be a server.
     *
     * @param names of the servers
     * @return which buckets are gone for good, a line for each table
     * @throws StoreException {@code INVALID_OPTION} if the member refuses, {@code UNAVAILABLE} if it doesn't answer
     */
    public static List<String> forget(MemberDirectory directory, List<String> names) {
        if (directory.running().isEmpty()) {
            throw MemberDirectory.failed("no member runs in " + directory.path());
        }
        Path request = directory.path().resolve(Orders.FORGET);
        Path answer = directory.path().resolve(Orders.ANSWER);
        try {
            Files.deleteIfExists(answer);
            Path written = Files.write(directory.path().resolve(Orders.FORGET + ".new"), names);
            Files.move(written, request, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            long end = System.nanoTime() + LONGEST.toNanos();
            while (!Files.exists(answer)) {
                if (System.nanoTime() > end) {
                    Files.deleteIfExists(request);
                    throw MemberDirectory.failed("the member of " + directory.path() + " doesn't answer");
                }
                Thread.sleep(LOOK_MILLIS);
            }
            List<String> lines = Files.readAllLines(answer);
            Files.delete(answer);
            if (lines.get(0).equals(Orders.REFUSED)) {
                throw new StoreException(StoreCondition.INVALID_OPTION, lines.get(1), Map.of("option", "server"));
            }
            return lines.subList(1, lines.size());
        } catch (IOException e) {
            throw MemberDirectory.failed("cannot use files in " + directory.path(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw MemberDirectory.failed("interrupted while waiting for a member", e);
        }
    }
}
