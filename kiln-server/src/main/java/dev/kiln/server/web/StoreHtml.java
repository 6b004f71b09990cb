package dev.kiln.server.web;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The page of the store: members, tables, and which server has which bucket. */
final class StoreHtml {
    private static final int CELLS = 16;
    private static final String NOTHING = "-";
    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>Kiln: store</title>
            <style>
            body { font: 15px/1.5 system-ui, sans-serif; margin: 2em; color: #222; }
            table { border-collapse: collapse; margin: 0.5em 0 2em; }
            th, td { border: 1px solid #ccc; padding: 0.2em 0.7em; text-align: left; }
            th { background: #f3f3f3; } .n { text-align: right; } .lost { background: #f6b8b0; }
            summary { cursor: pointer; }
            </style></head><body>
            """;

    private final Html html = new Html();
    private final Map<String, Integer> numbers = new HashMap<>();

    private StoreHtml() {}

    static String page(StoreState state) {
        StoreHtml page = new StoreHtml();
        page.html.markup(HEAD).element("h1", "Store");
        if (state instanceof StoreState.Known known) {
            page.put(known);
        } else if (state instanceof StoreState.Nothing nothing) {
            page.html.element("p", nothing.reason());
        }
        return page.html.markup("</body></html>\n").toString();
    }

    private void put(StoreState.Known known) {
        html.element("p", known.serves() ? "The store serves." : "The store waits for servers that have its rows.");
        if (!known.missing().isEmpty()) {
            html.element("p", "Servers are missing on " + String.join(", ", known.missing()) + ".");
        }
        members(known.members());
        tables(known.tables());
        html.element("h2", "Buckets");
        html.element("p", "Numbers are those of the servers that have a bucket, that of its first copy first.");
        known.tables().forEach(this::buckets);
    }

    private void members(List<StoreState.Member> members) {
        html.element("h2", "Members");
        html.columns(
                "",
                "role",
                "address",
                "zone",
                "heap",
                "rows in memory",
                "disk",
                "read here",
                "read elsewhere",
                "written");
        for (StoreState.Member member : members) {
            String number = NOTHING;
            if (member.role().equals("server")) {
                numbers.put(member.id(), numbers.size() + 1);
                number = Integer.toString(numbers.size());
            }
            html.markup("<tr>")
                    .number(number)
                    .cell(member.role())
                    .cell(member.address())
                    .cell(member.zone().orElse(NOTHING))
                    .number(bytes(member.heap().used()) + " of "
                            + bytes(member.heap().most()))
                    .number(bytes(member.memory().used()) + " of "
                            + bytes(member.memory().most()))
                    .number(bytes(member.disk()))
                    .number(bytes(member.readHere()))
                    .number(bytes(member.readElsewhere()))
                    .number(bytes(member.written()))
                    .markup("</tr>\n");
        }
        html.markup("</table>\n");
    }

    private void tables(List<StoreState.Table> tables) {
        html.element("h2", "Tables");
        html.columns("name", "kind", "persistence", "rows", "bytes", "buckets", "copies", "skew");
        for (StoreState.Table table : tables) {
            Optional<StoreState.Content> content = table.content();
            html.markup("<tr>")
                    .cell(table.name())
                    .cell(table.kind())
                    .cell(table.persistence())
                    .number(content.map(known -> String.format(Locale.ROOT, "%,d", known.rows()))
                            .orElse(NOTHING))
                    .number(content.map(known -> bytes(known.bytes())).orElse(NOTHING))
                    .number(Integer.toString(table.buckets().size()))
                    .number(table.copies() == 0 ? "on every server" : Integer.toString(table.copies()))
                    .number(
                            table.skew().isPresent()
                                    ? String.format(
                                            Locale.ROOT, "%.2f", table.skew().getAsDouble())
                                    : NOTHING)
                    .markup("</tr>\n");
        }
        html.markup("</table>\n");
    }

    private void buckets(StoreState.Table table) {
        html.markup("<details><summary>").text(table.name()).markup("</summary>\n<table>\n");
        for (int first = 0; first < table.buckets().size(); first += CELLS) {
            html.markup("<tr><th>" + first + "</th>");
            for (int i = first; i < Math.min(first + CELLS, table.buckets().size()); i++) {
                bucket(i, table.buckets().get(i));
            }
            html.markup("</tr>\n");
        }
        html.markup("</table></details>\n");
    }

    private void bucket(int index, StoreState.Bucket bucket) {
        String size = bucket.content()
                .map(known -> String.format(Locale.ROOT, ", %,d rows, %s", known.rows(), bytes(known.bytes())))
                .orElse("");
        html.markup(bucket.owners().isEmpty() ? "<td class=\"lost\"" : "<td").markup(" title=\"");
        html.text("bucket " + index + size).markup("\">");
        html.text(
                        bucket.owners().isEmpty()
                                ? "lost"
                                : String.join(
                                        " ",
                                        bucket.owners().stream()
                                                .map(this::number)
                                                .toList()))
                .markup("</td>");
    }

    private String number(String owner) {
        Integer number = numbers.get(owner);
        // It has come after the members were listed.
        return number == null ? "?" : number.toString();
    }

    private static String bytes(long bytes) {
        if (bytes < 1 << 20) {
            return String.format(Locale.ROOT, "%.1f KiB", bytes / 1024.0);
        }
        return bytes < 1 << 30
                ? String.format(Locale.ROOT, "%.1f MiB", bytes / (double) (1 << 20))
                : String.format(Locale.ROOT, "%.2f GiB", bytes / (double) (1 << 30));
    }
}
