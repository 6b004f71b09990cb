package dev.kiln.engine.analysis;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.execution.datasources.WriteJobDescription;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DayTimeIntervalType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.sql.types.YearMonthIntervalType;

/**
 * How DuckDB writes a Parquet file in which Spark's readers find what they find in Spark's own: the same schema, char
 * types and comments included, and the same values.
 *
 * @param compression as DuckDB calls it
 * @param metadata what Spark's readers look for in a footer
 */
record ParquetWriteSettings(String compression, Map<String, String> metadata) {
    private static final String TIMESTAMP_TYPE = "spark.sql.parquet.outputTimestampType";
    private static final String WRITER_VERSION = "PARQUET_1_0";
    private static final Map<String, String> COMPRESSIONS =
            Map.of("UNCOMPRESSED", "uncompressed", "SNAPPY", "snappy", "GZIP", "gzip", "ZSTD", "zstd");

    /** Settings of Parquet's own writer that say nothing which DuckDB does not do. */
    private static final Set<String> KNOWN =
            Set.of("compression", "write.support.class", "writer.version", "summary.metadata.level");

    /** Nothing if Spark's writer has to write. */
    static Optional<ParquetWriteSettings> of(WriteJobDescription write, SQLConf conf) {
        Configuration job = write.serializableHadoopConf().value();
        String compression = COMPRESSIONS.get(job.get("parquet.compression", "").toUpperCase(Locale.ROOT));
        String schemaText = job.get("org.apache.spark.sql.parquet.row.attributes");
        if (compression == null
                || schemaText == null
                || !isLocal(write.path(), job)
                || write.maxRecordsPerFile() > 0
                || !write.partitionColumns().isEmpty()
                || write.bucketSpec().isDefined()
                || job.getBoolean("spark.sql.parquet.writeLegacyFormat", false)
                || !isToday(conf, "spark.sql.parquet.datetimeRebaseModeInWrite")
                || !isToday(conf, "spark.sql.parquet.int96RebaseModeInWrite")
                || hasWriterSettings(job)) {
            return Optional.empty();
        }
        StructType schema = (StructType) DataType.fromJson(schemaText);
        if (schema.isEmpty() || !isWritable(schema, timestampsAreMicros(conf))) {
            return Optional.empty();
        }
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(
                org.apache.spark.sql.package$.MODULE$.SPARK_VERSION_METADATA_KEY(),
                org.apache.spark.package$.MODULE$.SPARK_VERSION_SHORT());
        metadata.put("org.apache.spark.sql.parquet.row.metadata", schemaText);
        return Optional.of(new ParquetWriteSettings(compression, metadata));
    }

    private static boolean isLocal(String path, Configuration job) {
        return new Path(path).toUri().getScheme() == null
                ? FileSystem.getDefaultUri(job).getScheme().equals("file")
                : new Path(path).toUri().getScheme().equals("file");
    }

    private static boolean isToday(SQLConf conf, String key) {
        return conf.getConfString(key).equals("CORRECTED");
    }

    private static boolean hasWriterSettings(Configuration job) {
        return !KNOWN.containsAll(job.getPropsWithPrefix("parquet.").keySet())
                || !job.get("parquet.writer.version", WRITER_VERSION).equals(WRITER_VERSION);
    }

    /** Spark's default is a type that others have given up; whoever asks for it by name gets it. */
    private static boolean timestampsAreMicros(SQLConf conf) {
        return !conf.contains(TIMESTAMP_TYPE)
                || conf.getConfString(TIMESTAMP_TYPE).equals("TIMESTAMP_MICROS");
    }

    private static boolean isWritable(DataType type, boolean micros) {
        if (type instanceof StructType struct) {
            Set<String> names = new HashSet<>();
            return !struct.isEmpty()
                    && List.of(struct.fields()).stream()
                            .allMatch(field -> isWritable(field, micros)
                                    && names.add(field.name().toLowerCase(Locale.ROOT)));
        }
        if (type instanceof ArrayType array) {
            return isWritable(array.elementType(), micros);
        }
        if (type instanceof MapType map) {
            return isWritable(map.keyType(), micros) && isWritable(map.valueType(), micros);
        }
        if (type instanceof TimestampType) {
            return micros;
        }
        if (type instanceof DecimalType decimal) {
            return decimal.scale() >= 0 && decimal.scale() <= decimal.precision();
        }
        return type instanceof BooleanType
                || type instanceof ByteType
                || type instanceof ShortType
                || type instanceof IntegerType
                || type instanceof LongType
                || type instanceof FloatType
                || type instanceof DoubleType
                || type instanceof StringType
                || type instanceof BinaryType
                || type instanceof DateType
                || type instanceof TimestampNTZType
                || type instanceof YearMonthIntervalType
                || type instanceof DayTimeIntervalType;
    }

    private static boolean isWritable(StructField field, boolean micros) {
        return !field.name().isEmpty()
                && field.name().indexOf('\0') < 0
                && !field.metadata().contains("parquet.field.id")
                && isWritable(field.dataType(), micros);
    }
}
