package dev.kiln.sql.type;

/** A type without parameters. */
public enum PrimitiveType implements SqlType {
    BOOLEAN("BOOLEAN"),
    TINYINT("TINYINT"),
    SMALLINT("SMALLINT"),
    INTEGER("INTEGER"),
    BIGINT("BIGINT"),
    HUGEINT("HUGEINT"),
    UTINYINT("UTINYINT"),
    USMALLINT("USMALLINT"),
    UINTEGER("UINTEGER"),
    UBIGINT("UBIGINT"),
    UHUGEINT("UHUGEINT"),
    FLOAT("FLOAT"),
    DOUBLE("DOUBLE"),
    VARCHAR("VARCHAR"),
    BLOB("BLOB"),
    BIT("BIT"),
    UUID("UUID"),
    DATE("DATE"),
    TIME("TIME"),
    TIME_NS("TIME_NS"),
    TIMESTAMP("TIMESTAMP"),
    TIMESTAMP_S("TIMESTAMP_S"),
    TIMESTAMP_MS("TIMESTAMP_MS"),
    TIMESTAMP_NS("TIMESTAMP_NS"),
    TIMESTAMPTZ("TIMESTAMP WITH TIME ZONE"),
    INTERVAL("INTERVAL");

    private final String keyword;

    PrimitiveType(String keyword) {
        this.keyword = keyword;
    }

    /** How DuckDB spells the type. */
    public String keyword() {
        return keyword;
    }

    /** Whether values are whole numbers. */
    public boolean isInteger() {
        return compareTo(TINYINT) >= 0 && compareTo(UHUGEINT) <= 0;
    }
}
