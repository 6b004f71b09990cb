package dev.kiln.conformance.golden;

import java.util.Map;

/** The kinds of golden files, told apart by their folder; each kind has session settings of its own. */
enum Dialect {
    ANSI(Map.of("spark.sql.ansi.enabled", "true")),
    NON_ANSI(Map.of("spark.sql.ansi.enabled", "false")),
    POSTGRES(Map.of("spark.sql.ansi.enabled", "true", "spark.sql.legacy.interval.enabled", "true")),
    TIMESTAMP_NTZ(Map.of("spark.sql.timestampType", "TIMESTAMP_NTZ"));

    private final Map<String, String> settings;

    Dialect(Map<String, String> settings) {
        this.settings = settings;
    }

    Map<String, String> settings() {
        return settings;
    }

    static Dialect of(String file) {
        if (file.startsWith("postgreSQL/")) {
            return POSTGRES;
        }
        if (file.startsWith("nonansi/")) {
            return NON_ANSI;
        }
        return file.startsWith("timestampNTZ/") ? TIMESTAMP_NTZ : ANSI;
    }
}
