package dev.kiln.store.client;

import dev.kiln.store.Member;
import dev.kiln.store.StoreException;
import dev.kiln.store.client.StoreReport.Compaction;
import dev.kiln.store.client.StoreReport.LostBuckets;
import dev.kiln.store.client.StoreReport.MemberReport;
import dev.kiln.store.table.TableName;
import dev.kiln.store.wire.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Asks all members how they are. */
record Reporter(Ring ring) {
    StoreReport report() {
        boolean active = false;
        Set<String> missing = new TreeSet<>();
        List<MemberReport> reports = new ArrayList<>();
        List<LostBuckets> lost = new ArrayList<>();
        for (Member member : ring.refresh()) {
            try {
                MemberConnection connection = ring.connection(Ring.address(member));
                Request.MemberState state =
                        connection.call(new Request.StateOf(), List.of()).as(Request.MemberState.class);
                active |= state.active();
                missing.addAll(state.missing());
                reports.add(report(state));
                if (state.active() && member.role() == Member.Role.SERVER && lost.isEmpty()) {
                    lost.addAll(lost(connection));
                }
            } catch (StoreException e) {
                // A member that ends just now; the next report doesn't have it.
                reports.add(new MemberReport(member, 0, 0, 0, 0, 0, 0, 0, 0, Compaction.NONE));
            }
        }
        return new StoreReport(active, List.copyOf(missing), reports, lost);
    }

    private static MemberReport report(Request.MemberState state) {
        Map<String, Long> numbers = state.numbers();
        return new MemberReport(
                state.member(),
                numbers.getOrDefault("heapUsed", 0L),
                numbers.getOrDefault("heapMost", 0L),
                numbers.getOrDefault("memoryUsed", 0L),
                numbers.getOrDefault("memoryMost", 0L),
                numbers.getOrDefault("diskUsed", 0L),
                numbers.getOrDefault("readHere", 0L),
                numbers.getOrDefault("readElsewhere", 0L),
                numbers.getOrDefault("written", 0L),
                new Compaction(
                        numbers.getOrDefault("compactions", 0L),
                        numbers.getOrDefault("compactedFrom", 0L),
                        numbers.getOrDefault("compactedTo", 0L),
                        numbers.getOrDefault("compactedDeletedRows", 0L)));
    }

    private static List<LostBuckets> lost(MemberConnection connection) {
        return connection.call(new Request.Lost(), List.of()).as(Request.LostList.class).buckets().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> {
                    int dot = entry.getKey().indexOf('.');
                    return new LostBuckets(
                            new TableName(
                                    entry.getKey().substring(0, dot),
                                    entry.getKey().substring(dot + 1)),
                            entry.getValue());
                })
                .toList();
    }
}
