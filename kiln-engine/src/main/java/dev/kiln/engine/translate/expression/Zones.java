package dev.kiln.engine.translate.expression;

import java.util.Set;
import java.util.regex.Pattern;

/** Which time zones DuckDB knows by the name that Spark uses. */
public final class Zones {
    private static final Set<String> UTC = Set.of("UTC", "Z", "Etc/UTC", "GMT", "Etc/GMT");
    private static final Pattern REGION = Pattern.compile("[A-Z][A-Za-z_]+/[A-Z][A-Za-z_/-]+");

    private Zones() {}

    static boolean isUtc(String zone) {
        return UTC.contains(zone) && !zone.equals("Z");
    }

    static boolean isKnown(String zone) {
        return isUtc(zone) || REGION.matcher(zone).matches();
    }
}
