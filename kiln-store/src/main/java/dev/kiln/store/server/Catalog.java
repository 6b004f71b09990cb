package dev.kiln.store.server;

import dev.kiln.store.StoreCondition;
import dev.kiln.store.StoreException;
import dev.kiln.store.server.row.RowTables;
import dev.kiln.store.table.Table;
import dev.kiln.store.table.TableKind;
import dev.kiln.store.table.TableName;
import dev.kiln.store.table.TableSpec;
import dev.kiln.store.wire.Request.TableRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Namespaces and tables. Safe for use by several threads and members. */
final class Catalog {
    private final Caches caches;
    private final Transactions transactions;
    private final Numbers numbers;
    private final Disks disks;
    private final RowTables rows;

    Catalog(Caches caches, Transactions transactions, Numbers numbers, Disks disks, RowTables rows) {
        this.caches = caches;
        this.transactions = transactions;
        this.numbers = numbers;
        this.disks = disks;
        this.rows = rows;
    }

    /** All namespaces. */
    private record Root(Set<String> namespaces) {}

    /**
     * A namespace.
     *
     * @param tables names and ids
     * @param nonce of the request that made it
     */
    private record Namespace(Map<String, String> properties, Map<String, Long> tables, String nonce) {}

    /**
     * A table.
     *
     * @param nonce of the request that made it
     */
    private record Entry(Table table, String nonce) {}

    private Cells<Root> root() {
        return new Cells<>(caches.catalog(), "", Root.class);
    }

    private Cells<Namespace> namespaceCells() {
        return new Cells<>(caches.catalog(), "namespace/", Namespace.class);
    }

    private Cells<Entry> tableCells() {
        return new Cells<>(caches.catalog(), "table/", Entry.class);
    }

    // --- namespaces

    List<String> namespaces() {
        return root().get("root").map(Root::namespaces).orElse(Set.of()).stream()
                .sorted()
                .toList();
    }

    Map<String, String> namespace(String namespace) {
        return existing(namespace).properties();
    }

    private Namespace existing(String namespace) {
        return namespaceCells().get(namespace).orElseThrow(() -> Failures.namespaceNotFound(namespace));
    }

    void createNamespace(String namespace, Map<String, String> properties, String nonce) {
        if (namespace.isEmpty()) {
            throw Failures.invalidOption("namespace", "A namespace has a name");
        }
        durably(() -> {
            Set<String> names =
                    new HashSet<>(root().get("root").map(Root::namespaces).orElse(Set.of()));
            Optional<Namespace> there = namespaceCells().get(namespace);
            if (there.isPresent()) {
                if (there.get().nonce().equals(nonce)) {
                    return null;
                }
                throw Failures.of(
                        StoreCondition.NAMESPACE_ALREADY_EXISTS,
                        "The store has a namespace " + namespace + " already",
                        Map.of("namespace", namespace));
            }
            names.add(namespace);
            root().put("root", new Root(names));
            namespaceCells().put(namespace, new Namespace(properties, Map.of(), nonce));
            return null;
        });
    }

    void alterNamespace(String namespace, Map<String, String> properties) {
        durably(() -> {
            Namespace old = existing(namespace);
            namespaceCells().put(namespace, new Namespace(properties, old.tables(), old.nonce()));
            return null;
        });
    }

    /** @return the tables that went with it */
    List<Table> dropNamespace(String namespace, boolean cascade) {
        return durably(() -> {
            Set<String> names =
                    new HashSet<>(root().get("root").map(Root::namespaces).orElse(Set.of()));
            Namespace old = existing(namespace);
            if (!cascade && !old.tables().isEmpty()) {
                throw Failures.of(
                        StoreCondition.NAMESPACE_NOT_EMPTY,
                        "The namespace " + namespace + " has tables",
                        Map.of("namespace", namespace));
            }
            List<Table> gone = old.tables().values().stream()
                    .sorted()
                    .flatMap(id -> tableCells().get(id).stream())
                    .map(Entry::table)
                    .toList();
            gone.forEach(table -> tableCells().remove(table.id()));
            names.remove(namespace);
            root().put("root", new Root(names));
            namespaceCells().remove(namespace);
            return gone;
        });
    }

    // --- tables

    List<TableName> tables(String namespace) {
        return existing(namespace).tables().keySet().stream()
                .sorted()
                .map(name -> new TableName(namespace, name))
                .toList();
    }

    Table table(TableName name) {
        return find(name).orElseThrow(() -> Failures.tableNotFound(name));
    }

    private Optional<Table> find(TableName name) {
        Long id = existing(name.namespace()).tables().get(name.name());
        return id == null ? Optional.empty() : tableCells().get(id).map(Entry::table);
    }

    /** The table of an id, as it is now. */
    Optional<Table> table(long id) {
        return tableCells().get(id).map(Entry::table);
    }

    /**
     * The table that a client means, as it is now; its columns may have changed.
     *
     * @throws StoreException if it has been dropped
     */
    Table table(TableRef table) {
        return table(table.id())
                .orElseThrow(() -> isThere(table.name())
                        ? Failures.tableChanged(table.name())
                        : Failures.tableNotFound(table.name()));
    }

    private boolean isThere(TableName name) {
        return namespaceCells()
                .get(name.namespace())
                .map(namespace -> namespace.tables().containsKey(name.name()))
                .orElse(false);
    }

    Table create(TableSpec spec, String nonce) {
        TableChecks.check(spec, this);
        caches.createFor(spec);
        long id = numbers.next();
        boolean made = spec.kind() == TableKind.ROW && find(spec.name()).isEmpty();
        if (made) {
            // The rows' cache comes first: a table without is never seen.
            rows.create(new Table(id, 1, spec), Caches.ofRows(spec));
        }
        Optional<Table> table = Optional.empty();
        try {
            table = Optional.of(enter(id, spec, nonce));
            return table.get();
        } finally {
            if (made && table.map(Table::id).filter(known -> known == id).isEmpty()) {
                rows.drop(new Table(id, 1, spec));
            }
        }
    }

    private Table enter(long id, TableSpec spec, String nonce) {
        return durably(() -> {
            TableName name = spec.name();
            Namespace namespace = existing(name.namespace());
            Long there = namespace.tables().get(name.name());
            if (there != null) {
                Entry entry = tableCells().get(there).orElseThrow();
                if (entry.nonce().equals(nonce)) {
                    return entry.table();
                }
                throw Failures.tableExists(name);
            }
            Table table = new Table(id, 1, spec);
            namespaceCells().put(name.namespace(), with(namespace, name.name(), Optional.of(id)));
            tableCells().put(id, new Entry(table, nonce));
            return table;
        });
    }

    /**
     * What an alteration made.
     *
     * @param gone the table that had the name before
     */
    record Altered(Table table, Optional<Table> gone) {}

    Table alter(Table known, TableSpec spec) {
        return alter(known, spec, there -> {
                    throw Failures.tableExists(spec.name());
                })
                .table();
    }

    /** As {@link #alter}; a table that has the name already goes. */
    Altered replace(Table known, TableSpec spec) {
        return alter(known, spec, there -> tableCells().remove(there.id()));
    }

    /** Drops the tables whose time is over and that nobody writes to, and returns them. */
    List<Table> dropTemporary(Predicate<Table> inUse) {
        long now = System.currentTimeMillis();
        List<Table> gone = new ArrayList<>();
        for (String namespace : namespaces()) {
            for (TableName name : tables(namespace)) {
                find(name)
                        .filter(table -> table.spec().isOver(now) && !inUse.test(table))
                        .ifPresent(table -> gone.add(drop(name)));
            }
        }
        return gone;
    }

    private Altered alter(Table known, TableSpec spec, Consumer<Table> there) {
        TableChecks.checkChange(known.spec(), spec);
        if (spec.kind() == TableKind.ROW
                && table(known.id()).filter(known::equals).isPresent()) {
            // What is done to SQL's table and then not here is found done by the next attempt.
            rows.alter(known, spec);
        }
        TableName before = known.spec().name();
        TableName after = spec.name();
        return durably(() -> {
            // Namespaces come before tables, and in one order whoever renames what to where.
            Map<String, Namespace> namespaces = new HashMap<>();
            if (!before.equals(after)) {
                List.of(before.namespace(), after.namespace()).stream()
                        .distinct()
                        .sorted()
                        .forEach(name -> namespaces.put(name, existing(name)));
            }
            Entry entry = tableCells().get(known.id()).orElseThrow(() -> Failures.tableNotFound(before));
            Table now = entry.table();
            if (now.schemaVersion() == known.schemaVersion() + 1 && now.spec().equals(spec)) {
                return new Altered(now, Optional.empty());
            }
            if (now.schemaVersion() != known.schemaVersion()) {
                throw Failures.tableChanged(before);
            }
            Optional<Table> gone = Optional.empty();
            if (!before.equals(after)) {
                gone = Optional.ofNullable(
                                namespaces.get(after.namespace()).tables().get(after.name()))
                        .flatMap(this::table);
                gone.ifPresent(there);
                namespaces.computeIfPresent(
                        before.namespace(), (name, old) -> with(old, before.name(), Optional.empty()));
                namespaces.computeIfPresent(
                        after.namespace(), (name, old) -> with(old, after.name(), Optional.of(known.id())));
                namespaces.forEach(namespaceCells()::put);
            }
            Table table = new Table(known.id(), known.schemaVersion() + 1, spec);
            tableCells().put(known.id(), new Entry(table, entry.nonce()));
            return new Altered(table, gone);
        });
    }

    Table drop(TableName name) {
        return durably(() -> {
            Namespace namespace = existing(name.namespace());
            Long id = namespace.tables().get(name.name());
            if (id == null) {
                throw Failures.tableNotFound(name);
            }
            Table table = tableCells().get(id).orElseThrow().table();
            namespaceCells().put(name.namespace(), with(namespace, name.name(), Optional.empty()));
            tableCells().remove(id);
            return table;
        });
    }

    private static Namespace with(Namespace namespace, String name, Optional<Long> id) {
        Map<String, Long> tables = new HashMap<>(namespace.tables());
        id.ifPresentOrElse(number -> tables.put(name, number), () -> tables.remove(name));
        return new Namespace(namespace.properties(), tables, namespace.nonce());
    }

    private <T> T durably(Supplier<T> change) {
        T result = transactions.run(change);
        disks.force();
        return result;
    }
}
