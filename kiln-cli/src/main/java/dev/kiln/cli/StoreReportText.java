package dev.kiln.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kiln.store.client.StoreReport;
import java.io.PrintWriter;
import java.util.Locale;

/** How a store is, for people and for programs. */
record StoreReportText(StoreReport report) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Whether the store serves, and everything is there. */
    boolean isHealthy() {
        return report.active() && report.missing().isEmpty() && report.lost().isEmpty();
    }

    void printText(PrintWriter out) {
        out.println(
                report.active()
                        ? "the store serves"
                        : report.missing().isEmpty()
                                ? "the store has no server"
                                : "the store waits for servers that have some of its rows");
        report.missing().forEach(host -> out.println("missing  server on " + host));
        for (StoreReport.MemberReport member : report.members()) {
            out.printf(
                    Locale.ROOT,
                    "%-8s %s:%d  heap %s of %s  rows %s of %s  disk %s%s%n",
                    role(member),
                    member.member().host(),
                    member.member().port(),
                    mebibytes(member.heapUsed()),
                    mebibytes(member.heapMost()),
                    mebibytes(member.memoryUsed()),
                    mebibytes(member.memoryMost()),
                    mebibytes(member.diskUsed()),
                    member.member().zone().map(zone -> "  zone " + zone).orElse(""));
        }
        report.lost().forEach(lost -> out.println("lost     " + lost.table() + ", buckets " + lost.buckets()));
        out.flush();
    }

    void printJson(PrintWriter out) {
        ObjectNode root = JSON.createObjectNode();
        root.put("active", report.active());
        ArrayNode missing = root.putArray("missing");
        report.missing().forEach(missing::add);
        ArrayNode members = root.putArray("members");
        for (StoreReport.MemberReport member : report.members()) {
            ObjectNode node = members.addObject()
                    .put("role", role(member))
                    .put("host", member.member().host())
                    .put("port", member.member().port())
                    .put("id", member.member().id())
                    .put("heapUsed", member.heapUsed())
                    .put("heapMost", member.heapMost())
                    .put("memoryUsed", member.memoryUsed())
                    .put("memoryMost", member.memoryMost())
                    .put("diskUsed", member.diskUsed())
                    .put("readHere", member.readHere())
                    .put("readElsewhere", member.readElsewhere())
                    .put("written", member.written());
            node.putObject("compaction")
                    .put("commits", member.compaction().commits())
                    .put("from", member.compaction().from())
                    .put("to", member.compaction().to())
                    .put("deletedRows", member.compaction().deletedRows());
            member.member().zone().ifPresent(zone -> node.put("zone", zone));
        }
        ArrayNode lost = root.putArray("lost");
        report.lost().forEach(one -> {
            ArrayNode buckets =
                    lost.addObject().put("table", one.table().toString()).putArray("buckets");
            one.buckets().forEach(buckets::add);
        });
        out.println(root);
        out.flush();
    }

    private static String role(StoreReport.MemberReport member) {
        return member.member().role().name().toLowerCase(Locale.ROOT);
    }

    private static String mebibytes(long bytes) {
        return (bytes >> 20) + "m";
    }
}
