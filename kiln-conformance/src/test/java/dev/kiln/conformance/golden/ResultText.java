package dev.kiln.conformance.golden;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hides what differs from run to run in formatted rows: expression ids, locations, owners, times. The records in Spark's
 * artifact went through the same replacements.
 */
final class ResultText {
    private static final String HIDDEN = "[not included in comparison]";
    private static final String WAREHOUSE = HIDDEN + "/{warehouse_dir}";

    private record Replacement(Pattern pattern, String text) {
        static Replacement of(String regex, String text) {
            return new Replacement(Pattern.compile(regex), Matcher.quoteReplacement(text));
        }
    }

    private final List<Replacement> replacements;

    /** @param warehouse path of the server's warehouse directory, without a slash at its end */
    ResultText(String warehouse) {
        String directory = Pattern.quote(warehouse);
        replacements = List.of(
                Replacement.of("#\\d+", "#x"),
                Replacement.of("plan_id=\\d+", "plan_id=x"),
                Replacement.of("Location.*" + directory + "/", "Location " + WAREHOUSE + "/"),
                Replacement.of("file:[^\\s,]*" + directory, "file:" + WAREHOUSE),
                Replacement.of("Created By.*", "Created By " + HIDDEN),
                Replacement.of("Created Time.*", "Created Time " + HIDDEN),
                Replacement.of("Last Access.*", "Last Access " + HIDDEN),
                Replacement.of("Owner[\t ]+(.*)", "Owner\t" + HIDDEN),
                Replacement.of("Partition Statistics\t\\d+", "Partition Statistics\t" + HIDDEN),
                Replacement.of("CTERelationDef \\d+,", "CTERelationDef xxxx,"),
                Replacement.of("CTERelationRef \\d+,", "CTERelationRef xxxx,"),
                Replacement.of("UnionLoop \\d+", "UnionLoop xxxx"),
                Replacement.of("UnionLoopRef \\d+,", "UnionLoopRef xxxx,"),
                Replacement.of("Loop id: \\d+", "Loop id: xxxx"),
                Replacement.of("@\\w*,", "@xxxxxxxx,"),
                Replacement.of("\\*\\(\\d+\\) ", "*"),
                Replacement.of("\"location\":.*?" + directory + "/", "\"location\": \"" + WAREHOUSE + "/"),
                Replacement.of("\"created_by\":\".*?\"", "\"created_by " + HIDDEN + "\":\"None\""),
                Replacement.of("\"created_time\":\".*?\"", "\"created_time " + HIDDEN + "\":\"None\""),
                Replacement.of("transient_lastDdlTime=\\d+", "transient_lastDdlTime=" + HIDDEN),
                Replacement.of(
                        "\"transient_lastDdlTime\":\"\\d+\"", "\"transient_lastDdlTime " + HIDDEN + "\":\"None\""),
                Replacement.of("\"last_access\":\".*?\"", "\"last_access " + HIDDEN + "\":\"None\""),
                Replacement.of("\"owner\":\".*?\"", "\"owner " + HIDDEN + "\":\"None\""),
                Replacement.of("\"partition_statistics\":\"\\d+\"", "\"partition_statistics " + HIDDEN + "\":\"None\""),
                Replacement.of("cterelationdef \\d+,", "cterelationdef xxxx,"),
                Replacement.of("cterelationref \\d+,", "cterelationref xxxx,"));
    }

    String hideVolatileParts(String row) {
        String hidden = row;
        for (Replacement replacement : replacements) {
            hidden = replacement.pattern().matcher(hidden).replaceAll(replacement.text());
        }
        return hidden;
    }

    static String withoutTrailingSpace(String text) {
        return text.replaceAll("\\s+$", "");
    }
}
