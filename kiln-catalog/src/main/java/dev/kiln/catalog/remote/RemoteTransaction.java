package dev.kiln.catalog.remote;

import dev.kiln.catalog.store.Entries;
import dev.kiln.catalog.store.Transaction;
import java.util.Optional;

/** Keeps changes in a snapshot until they are sent. */
final class RemoteTransaction extends Transaction {
    private final Snapshot snapshot;

    RemoteTransaction(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    @Override
    public void put(Entries entries, String key, String value) {
        snapshot.set(((RemoteEntries) entries).name(), key, Optional.of(value));
    }

    @Override
    public void remove(Entries entries, String key) {
        snapshot.set(((RemoteEntries) entries).name(), key, Optional.empty());
    }
}
