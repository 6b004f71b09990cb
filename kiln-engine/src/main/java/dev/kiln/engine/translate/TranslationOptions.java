package dev.kiln.engine.translate;

import org.apache.spark.sql.internal.SQLConf;

/** What a translation depends on besides the plan. */
public record TranslationOptions(SQLConf conf, Strictness strictness) {
    /** The session's time zone, as Spark writes it. */
    public String timeZone() {
        return conf.sessionLocalTimeZone();
    }
}
