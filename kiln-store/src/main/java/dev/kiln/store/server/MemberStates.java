package dev.kiln.store.server;

import dev.kiln.store.Member;
import dev.kiln.store.server.row.RowTables;
import dev.kiln.store.table.Table;
import dev.kiln.store.table.TableKind;
import dev.kiln.store.table.TableName;
import dev.kiln.store.wire.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.ignite.Ignite;
import org.apache.ignite.cluster.BaselineNode;
import org.apache.ignite.cluster.ClusterState;
import org.apache.ignite.internal.IgniteEx;
import org.apache.ignite.internal.processors.cache.persistence.DataRegion;

/** How a member and the ring are. Safe for use by several threads. */
final class MemberStates {
    private final Ignite ignite;
    private final MemberSettings settings;
    private final Caches caches;
    private final Catalog catalog;
    private final Traffic traffic;
    private final Compacted compacted;
    private final RowTables rows;

    MemberStates(
            Ignite ignite,
            MemberSettings settings,
            Caches caches,
            Catalog catalog,
            Traffic traffic,
            Compacted compacted,
            RowTables rows) {
        this.ignite = ignite;
        this.settings = settings;
        this.caches = caches;
        this.catalog = catalog;
        this.traffic = traffic;
        this.compacted = compacted;
        this.rows = rows;
    }

    Request.MemberState state() {
        Map<String, Long> numbers = new HashMap<>();
        Runtime runtime = Runtime.getRuntime();
        numbers.put("heapUsed", runtime.totalMemory() - runtime.freeMemory());
        numbers.put("heapMost", runtime.maxMemory());
        if (settings.role() == Member.Role.SERVER) {
            numbers.put("memoryUsed", memoryUsed());
            numbers.put("memoryMost", settings.memory());
        }
        numbers.put("diskUsed", bytesOf(settings.directory()));
        numbers.put("readHere", traffic.here());
        numbers.put("readElsewhere", traffic.elsewhere());
        numbers.put("written", traffic.written());
        numbers.put("compactions", compacted.commits());
        numbers.put("compactedFrom", compacted.from());
        numbers.put("compactedTo", compacted.to());
        numbers.put("compactedDeletedRows", compacted.deletedRows());
        return new Request.MemberState(
                ignite.cluster().state() == ClusterState.ACTIVE,
                missing(),
                MemberAttributes.member(ignite.cluster().localNode()),
                numbers);
    }

    private long memoryUsed() {
        long used = 0;
        if (ignite instanceof IgniteEx member) {
            for (DataRegion region :
                    member.context().cache().context().database().dataRegions()) {
                used += region.pageMemory().loadedPages() * region.pageMemory().systemPageSize();
            }
        }
        return used;
    }

    private List<String> missing() {
        Set<Object> present = new HashSet<>();
        ignite.cluster().forServers().nodes().forEach(node -> present.add(node.consistentId()));
        Collection<BaselineNode> baseline = ignite.cluster().currentBaselineTopology();
        return baseline == null
                ? List.of()
                : baseline.stream()
                        .filter(MemberAttributes::isServer)
                        .filter(node -> !present.contains(node.consistentId()))
                        .map(MemberAttributes::host)
                        .sorted()
                        .toList();
    }

    private static long bytesOf(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.mapToLong(MemberStates::size).sum();
        } catch (IOException | UncheckedIOException e) {
            // A file went while it was being counted.
            return 0;
        }
    }

    private static long size(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Buckets of which no copy is left, by the names of tables. */
    Map<String, List<Integer>> lost() {
        Map<String, List<Integer>> lost = new HashMap<>();
        for (String namespace : catalog.namespaces()) {
            for (TableName name : catalog.tables(namespace)) {
                Table table = catalog.table(name);
                List<Integer> buckets = new ArrayList<>(
                        table.spec().kind() == TableKind.ROW
                                ? rows.lost(table)
                                : caches.pieces(table.spec()).lostPartitions());
                if (!buckets.isEmpty()) {
                    buckets.sort(null);
                    lost.put(name.toString(), buckets);
                }
            }
        }
        return lost;
    }
}
