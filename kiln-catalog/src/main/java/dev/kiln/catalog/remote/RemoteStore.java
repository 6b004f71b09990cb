package dev.kiln.catalog.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kiln.catalog.store.CatalogStorageException;
import dev.kiln.catalog.store.CatalogStore;
import dev.kiln.catalog.store.Entries;
import dev.kiln.catalog.store.FileWork;
import dev.kiln.catalog.store.Transaction;
import dev.kiln.catalog.store.Unchecked;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * A store that another process has. Reads see one version or are made again; a change is made here, on what was read, and
 * made again if the store has changed meanwhile. So its outcome, errors included, is that of a change made over there.
 *
 * <p>Work on local files is the other process's. On other file systems it is done here, after the change, because the
 * right to them may be this process's alone.
 */
public final class RemoteStore implements CatalogStore {
    private static final int MOST_ATTEMPTS = 200;
    private static final int PAUSE_MILLIS = 20;

    private final Messages messages;
    private final Configuration hadoop;
    private final ThreadLocal<@Nullable Snapshot> running = new ThreadLocal<>();

    /** @param hadoop how file systems are reached that are not local */
    public RemoteStore(Exchange exchange, Configuration hadoop) {
        this.messages = new Messages(exchange);
        this.hadoop = hadoop;
    }

    /**
     * Tells the other process that files of tables may have changed, of which the store hears nothing.
     *
     * @throws CatalogStorageException if it does not answer
     */
    public void noteFilesChanged() {
        messages.ask(Messages.request("filesChanged"));
    }

    @Override
    public Entries entries(String name) {
        return new RemoteEntries(name, () -> Optional.ofNullable(running.get())
                .orElseThrow(() -> new IllegalStateException("the catalog is read within reads and changes")));
    }

    @Override
    public <T> T read(Supplier<T> query) {
        return running.get() == null ? attempt(snapshot -> Optional.of(query.get())) : query.get();
    }

    @Override
    public void change(Consumer<Transaction> change) {
        attempt(snapshot -> {
            RemoteTransaction transaction = new RemoteTransaction(snapshot);
            change.accept(transaction);
            return snapshot.isWhole() && commit(snapshot, transaction) ? Optional.of(true) : Optional.empty();
        });
    }

    private interface Attempt<T> {
        /** Empty if it has to be made again. */
        Optional<T> make(Snapshot snapshot);
    }

    private <T> T attempt(Attempt<T> attempt) {
        for (int i = 0; i < MOST_ATTEMPTS; i++) {
            Snapshot snapshot = new Snapshot(messages);
            running.set(snapshot);
            try {
                Optional<T> result = attempt.make(snapshot);
                if (result.isPresent() && snapshot.isWhole()) {
                    return result.get();
                }
            } catch (CatalogStorageException e) {
                throw e;
            } catch (Throwable e) {
                // What was thrown over two versions may be true of neither.
                if (snapshot.isWhole()) {
                    throw Unchecked.raise(e);
                }
            } finally {
                running.remove();
            }
            pause(i);
        }
        throw new CatalogStorageException(
                "the catalog changed again and again while this was tried " + MOST_ATTEMPTS + " times");
    }

    /** So that those who are in each other's way do not meet again. */
    private static void pause(int attempts) {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextInt(1 + Math.min(attempts, PAUSE_MILLIS)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CatalogStorageException("interrupted while waiting for the catalog", e);
        }
    }

    /** Whether the change was accepted. */
    private boolean commit(Snapshot snapshot, RemoteTransaction transaction) {
        List<FileWork> work = transaction.fileWork();
        List<FileWork> there = work.stream().filter(FileWork::isLocal).toList();
        ObjectNode request = Messages.request("commit")
                .put("id", UUID.randomUUID().toString())
                .put("version", snapshot.version());
        ArrayNode changes = request.putArray("changes");
        snapshot.changes()
                .forEach((entries, changed) -> changed.forEach((key, text) -> changes.addObject()
                        .put("entries", entries)
                        .put("key", key)
                        .put("text", text.orElse(null))));
        ArrayNode steps = request.putArray("work");
        there.forEach(step -> steps.add(step.toJson()));
        if (changes.isEmpty() && steps.isEmpty()) {
            return true;
        }
        JsonNode outcome = messages.ask(request);
        if (outcome.has("failed")) {
            throw Unchecked.raise(there.get(outcome.required("failed").intValue())
                    .failure(new IOException(outcome.required("message").asText())));
        }
        if (!outcome.has("done")) {
            return false;
        }
        work.stream().filter(step -> !step.isLocal()).forEach(this::perform);
        return true;
    }

    private void perform(FileWork step) {
        try {
            step.perform(hadoop);
        } catch (IOException e) {
            throw Unchecked.raise(step.failure(e));
        }
    }
}
