package dev.kiln.store.server;

import dev.kiln.store.Member;
import dev.kiln.store.server.row.RowIndexes;
import dev.kiln.store.server.row.RowReader;
import dev.kiln.store.server.row.RowTables;
import dev.kiln.store.server.row.RowWriter;
import dev.kiln.store.snapshot.Snapshot;
import dev.kiln.store.table.Table;
import dev.kiln.store.table.TableKind;
import dev.kiln.store.wire.RecordCodec;
import dev.kiln.store.wire.Request;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.ignite.Ignite;

/** Answers what clients ask of a member. Safe for use by several threads. */
final class Requests {
    private final Ignite ignite;
    private final MemberSettings settings;
    private final Caches caches;
    private final Catalog catalog;
    private final Writes writes;
    private final Commits commits;
    private final ColumnData data;
    private final RowData rows;
    private final RowTables rowTables;
    private final Collector collector;
    private final Compactor compactor;
    private final MemberStates states;

    private Requests(
            Ignite ignite,
            MemberSettings settings,
            Caches caches,
            Catalog catalog,
            Writes writes,
            Commits commits,
            ColumnData data,
            RowData rows,
            RowTables rowTables,
            Collector collector,
            Compactor compactor,
            MemberStates states) {
        this.ignite = ignite;
        this.settings = settings;
        this.caches = caches;
        this.catalog = catalog;
        this.writes = writes;
        this.commits = commits;
        this.data = data;
        this.rows = rows;
        this.rowTables = rowTables;
        this.collector = collector;
        this.compactor = compactor;
        this.states = states;
    }

    static Requests on(Ignite ignite, Caches caches, MemberSettings settings) {
        LongSupplier clock = System::currentTimeMillis;
        Transactions transactions = new Transactions(ignite);
        Disks disks = new Disks(ignite);
        RowTables rowTables = new RowTables(ignite);
        Numbers numbers = new Numbers(caches, transactions, disks);
        Catalog catalog = new Catalog(caches, transactions, numbers, disks, rowTables);
        Writes writes =
                new Writes(caches, transactions, numbers, settings.times().write(), clock);
        Commits commits = new Commits(caches, transactions, numbers, catalog, writes, disks, clock);
        Traffic traffic = new Traffic();
        ColumnData data = new ColumnData(ignite, caches, catalog, commits, writes, traffic);
        Compacted compacted = new Compacted();
        MemberStates states = new MemberStates(ignite, settings, caches, catalog, traffic, compacted, rowTables);
        RowIndexes indexes = new RowIndexes(ignite, rowTables);
        RowData rows = new RowData(
                rowTables,
                new RowReader(ignite, rowTables, indexes),
                new RowWriter(ignite, rowTables),
                indexes,
                transactions,
                catalog,
                writes,
                commits,
                data,
                disks,
                clock);
        Collector collector = new Collector(
                ignite,
                caches,
                catalog,
                commits,
                writes,
                rowTables,
                settings.times().retention(),
                clock);
        // What is read and written to rewrite batches is no client's traffic.
        ColumnData rewritten = new ColumnData(ignite, caches, catalog, commits, writes, new Traffic());
        Compactor compactor = new Compactor(ignite, caches, catalog, commits, writes, rewritten, compacted);
        return new Requests(
                ignite, settings, caches, catalog, writes, commits, data, rows, rowTables, collector, compactor,
                states);
    }

    /**
     * An answer.
     *
     * @param value a record's bytes
     * @param attachments large values
     */
    record Answer(byte[] value, List<byte[]> attachments) {
        static final Answer DONE = new Answer(new byte[0], List.of());

        static <T> Answer of(Class<T> type, T value) {
            return new Answer(RecordCodec.write(type, value), List.of());
        }
    }

    /** Whether this server can answer what is asked of servers. */
    boolean isServing() {
        return caches.hasReplicated()
                && caches.catalog().lostPartitions().isEmpty()
                && ignite.cluster().currentBaselineTopology().stream().anyMatch(node -> node.consistentId()
                        .equals(ignite.cluster().localNode().consistentId()));
    }

    Departures departures() {
        return new Departures(ignite, states);
    }

    void collect() {
        if (isServing()) {
            collector.collect();
            if (ignite.cluster()
                    .forPredicate(new OnServers())
                    .forOldest()
                    .node()
                    .isLocal()) {
                catalog.dropTemporary(writes::hasOpen).forEach(this::forget);
            }
        }
    }

    void compact() throws InterruptedException {
        if (isServing()) {
            compactor.compact();
        }
    }

    Answer answer(Request request, List<byte[]> attachments) {
        if (request instanceof Request.Members) {
            return Answer.of(Request.MemberList.class, new Request.MemberList(members()));
        }
        if (request instanceof Request.StateOf) {
            return Answer.of(Request.MemberState.class, states.state());
        }
        if (settings.role() == Member.Role.LOCATOR) {
            throw Failures.unavailable("locators know members, and servers the rest");
        }
        if (!caches.hasReplicated()) {
            throw Failures.unavailable("the store is waiting for servers that have some of its rows");
        }
        Optional<Answer> answer = ofCatalog(request);
        return answer.isPresent() ? answer.get() : ofRows(request, attachments);
    }

    private List<Member> members() {
        return ignite.cluster().forServers().nodes().stream()
                .map(MemberAttributes::member)
                .sorted(Comparator.comparing(Member::role)
                        .thenComparing(Member::host)
                        .thenComparing(Member::port))
                .toList();
    }

    private Optional<Answer> ofCatalog(Request request) {
        if (request instanceof Request.Lost) {
            return Optional.of(Answer.of(Request.LostList.class, new Request.LostList(states.lost())));
        } else if (request instanceof Request.Namespaces) {
            return Optional.of(Answer.of(Request.Names.class, new Request.Names(catalog.namespaces())));
        } else if (request instanceof Request.NamespaceOf asked) {
            return Optional.of(
                    Answer.of(Request.Properties.class, new Request.Properties(catalog.namespace(asked.namespace()))));
        } else if (request instanceof Request.CreateNamespace asked) {
            catalog.createNamespace(asked.namespace(), asked.properties(), asked.nonce());
            return Optional.of(Answer.DONE);
        } else if (request instanceof Request.AlterNamespace asked) {
            catalog.alterNamespace(asked.namespace(), asked.properties());
            return Optional.of(Answer.DONE);
        } else if (request instanceof Request.DropNamespace asked) {
            catalog.dropNamespace(asked.namespace(), asked.cascade()).forEach(this::forget);
            return Optional.of(Answer.DONE);
        } else if (request instanceof Request.Tables asked) {
            return Optional.of(
                    Answer.of(Request.TableNames.class, new Request.TableNames(catalog.tables(asked.namespace()))));
        } else if (request instanceof Request.TableOf asked) {
            return Optional.of(Answer.of(Table.class, catalog.table(asked.name())));
        } else if (request instanceof Request.Create asked) {
            return Optional.of(Answer.of(Table.class, catalog.create(asked.spec(), asked.nonce())));
        } else if (request instanceof Request.Alter asked) {
            return Optional.of(Answer.of(Table.class, catalog.alter(asked.table(), asked.spec())));
        } else if (request instanceof Request.Replace asked) {
            Catalog.Altered altered = catalog.replace(asked.table(), asked.spec());
            altered.gone().ifPresent(this::forget);
            return Optional.of(Answer.of(Table.class, altered.table()));
        } else if (request instanceof Request.Drop asked) {
            forget(catalog.drop(asked.name()));
            return Optional.of(Answer.DONE);
        }
        return Optional.empty();
    }

    private void forget(Table table) {
        commits.forget(table);
        writes.forget(table);
        if (table.spec().kind() == TableKind.ROW) {
            rowTables.drop(table);
        }
    }

    private Answer ofRows(Request request, List<byte[]> attachments) {
        if (request instanceof Request.SnapshotOf asked) {
            return Answer.of(Snapshot.class, commits.snapshot(catalog.table(asked.table())));
        } else if (request instanceof Request.OwnersOf asked) {
            return Answer.of(Request.OwnerIds.class, new Request.OwnerIds(members(), data.owners(asked.table())));
        } else if (request instanceof Request.Read asked) {
            return new Answer(new byte[0], data.read(asked));
        } else if (request instanceof Request.Upload asked) {
            data.upload(asked, attachments);
            return Answer.DONE;
        } else if (request instanceof Request.UploadDeletes asked) {
            data.uploadDeletes(asked, attachments.get(0));
            return Answer.DONE;
        } else if (request instanceof Request.BeginWrite asked) {
            return number(Optional.of(writes.begin(catalog.table(asked.table()), asked.rowLevel())));
        } else if (request instanceof Request.KeepAlive asked) {
            writes.touch(asked.write());
            return Answer.DONE;
        } else if (request instanceof Request.CommitWrite asked) {
            return number(Optional.of(commits.commit(asked.table(), asked.commit())));
        } else if (request instanceof Request.LastEpoch asked) {
            return number(commits.lastEpoch(catalog.table(asked.table()), asked.stream()));
        } else if (request instanceof Request.Abort asked) {
            writes.abort(asked.write());
            return Answer.DONE;
        }
        return ofRowTables(request, attachments);
    }

    private Answer ofRowTables(Request request, List<byte[]> attachments) {
        if (request instanceof Request.ScanRows asked) {
            return rows.scan(asked);
        } else if (request instanceof Request.LookUpRows asked) {
            return rows.lookUp(asked, attachments);
        } else if (request instanceof Request.WriteRows asked) {
            rows.write(asked, attachments);
            return Answer.DONE;
        } else if (request instanceof Request.CommitRows asked) {
            return number(Optional.of(rows.commit(asked.table(), asked.commit())));
        } else if (request instanceof Request.CountRows asked) {
            return number(Optional.of(rows.count(asked)));
        } else if (request instanceof Request.IndexesOf asked) {
            return Answer.of(Request.IndexList.class, new Request.IndexList(rows.indexes(asked)));
        } else if (request instanceof Request.CreateIndex asked) {
            rows.createIndex(asked);
            return Answer.DONE;
        } else if (request instanceof Request.DropIndex asked) {
            rows.dropIndex(asked);
            return Answer.DONE;
        }
        throw new IllegalArgumentException("The request " + request.getClass().getSimpleName());
    }

    private static Answer number(Optional<Long> number) {
        return Answer.of(Request.Number.class, new Request.Number(number));
    }
}
