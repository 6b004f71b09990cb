package dev.kiln.store.server;

import dev.kiln.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What is asked of a member by files in its directory, by whoever may write there. So it can be asked while the store isn't open,
 * when members don't listen to clients. For one thread.
 */
public final class Orders {
    /** The names of servers to be given up, a line each. */
    public static final String FORGET = "forget.request";

    /** What came of it: the first line is {@link #DONE} or {@link #REFUSED}, the others are for people. */
    public static final String ANSWER = "forget.answer";

    public static final String DONE = "done";
    public static final String REFUSED = "refused";

    private final StoreNode node;
    private final Path directory;

    Orders(StoreNode node, Path directory) {
        this.node = node;
        this.directory = directory;
    }

    /** Does what was asked since. */
    void obey() throws IOException {
        Path request = directory.resolve(FORGET);
        if (!Files.exists(request)) {
            return;
        }
        List<String> names = Files.readAllLines(request);
        Files.delete(request);
        List<String> answer = new ArrayList<>();
        try {
            node.forget(Set.copyOf(names))
                    .forEach((table, buckets) -> answer.add("lost     " + table + ", buckets " + buckets));
            answer.add(0, DONE);
        } catch (StoreException e) {
            answer.add(REFUSED);
            answer.add(String.valueOf(e.getMessage()));
        }
        Path written = Files.write(directory.resolve(ANSWER + ".new"), answer);
        Files.move(
                written,
                directory.resolve(ANSWER),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }
}
