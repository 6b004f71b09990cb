package dev.kiln.engine.duckdb;

import java.time.ZoneId;
import java.time.ZoneOffset;
import org.apache.spark.sql.catalyst.util.DateTimeUtils;

/** Names of time zones. */
final class TimeZones {
    private TimeZones() {}

    /** How DuckDB names a zone that Spark accepts: regions are called the same, offsets need a prefix. */
    static String toDuckDb(String sparkZone) {
        ZoneId zone = DateTimeUtils.getZoneId(sparkZone);
        if (zone.normalized() instanceof ZoneOffset offset) {
            return offset.equals(ZoneOffset.UTC) ? "UTC" : "GMT" + offset.getId();
        }
        return zone.getId();
    }
}
