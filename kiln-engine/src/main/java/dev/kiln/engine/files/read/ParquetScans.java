package dev.kiln.engine.files.read;

import dev.kiln.engine.files.read.ParquetFooters.Footer;
import dev.kiln.engine.interop.Seqs;
import dev.kiln.engine.translate.ScanTranslator.Scan;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.catalyst.FileSourceOptions;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.FileSourceMetadataAttribute;
import org.apache.spark.sql.execution.datasources.FileStatusWithMetadata;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import org.apache.spark.sql.execution.datasources.PartitionDirectory;
import org.apache.spark.sql.execution.datasources.parquet.ParquetOptions;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.StructField;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.jdk.javaapi.CollectionConverters;

/** Scans of Parquet files by DuckDB. */
final class ParquetScans {
    private static final Logger LOG = LoggerFactory.getLogger(ParquetScans.class);

    private static final Set<Integer> GLOB_CHARACTERS = "*?[".chars().boxed().collect(Collectors.toSet());

    private final ParquetFooters footers;

    ParquetScans(ParquetFooters footers) {
        this.footers = footers;
    }

    /** Nothing if DuckDB might read something else than Spark. */
    Optional<Scan.Native> translate(LogicalRelation leaf, HadoopFsRelation relation, String alias, SQLConf conf) {
        FileSourceOptions sourceOptions = new FileSourceOptions(relation.options());
        List<AttributeReference> output = CollectionConverters.asJava(leaf.output());
        if (sourceOptions.ignoreCorruptFiles()
                || sourceOptions.ignoreMissingFiles()
                || conf.parquetFieldIdReadEnabled()
                || conf.isParquetINT96TimestampConversion()
                || output.stream().anyMatch(attribute -> FileSourceMetadataAttribute.isValid(attribute.metadata()))) {
            return Optional.empty();
        }
        ScanLayout layout = ScanLayout.of(output, partitionColumns(output, relation, conf));
        ParquetShape shape = new ParquetShape(layout.dataColumns(), new ParquetOptions(relation.options(), conf), conf);
        Optional<List<FileGroup>> groups = groups(relation, shape);
        return groups.flatMap(all -> NativeScan.of(layout, all, alias));
    }

    /** The attributes of the output that come from the paths, with their positions in the partition schema. */
    private static Map<Attribute, Integer> partitionColumns(
            List<AttributeReference> output, HadoopFsRelation relation, SQLConf conf) {
        Map<Attribute, Integer> positions = new LinkedHashMap<>();
        StructField[] fields = relation.partitionSchema().fields();
        for (Attribute attribute : output) {
            for (int i = 0; i < fields.length; i++) {
                if (sameName(attribute.name(), fields[i].name(), conf)) {
                    positions.put(attribute, i);
                }
            }
        }
        return positions;
    }

    private static boolean sameName(String name, String other, SQLConf conf) {
        return conf.caseSensitiveAnalysis() ? name.equals(other) : name.equalsIgnoreCase(other);
    }

    private Optional<List<FileGroup>> groups(HadoopFsRelation relation, ParquetShape shape) {
        Supplier<Configuration> hadoop = new LazyConfiguration(relation);
        Map<FileGroup.Key, List<String>> groups = new LinkedHashMap<>();
        Map<Footer, Optional<List<ParquetColumn>>> known = new LinkedHashMap<>();
        for (ListedFile listed : list(relation)) {
            FileStatusWithMetadata file = listed.file();
            Optional<String> path = localPath(file.getPath());
            Optional<Footer> footer = path.flatMap(local -> footer(file.fileStatus(), hadoop));
            Optional<List<ParquetColumn>> columns = footer.flatMap(read -> known.computeIfAbsent(read, shape::columns));
            if (columns.isEmpty()) {
                return Optional.empty();
            }
            groups.computeIfAbsent(new FileGroup.Key(columns.get(), listed.partition()), key -> new ArrayList<>())
                    .add(path.get());
        }
        return Optional.of(groups.entrySet().stream()
                .map(group -> new FileGroup(group.getKey(), group.getValue()))
                .toList());
    }

    /** Made once and only when a footer must be read: that takes longer than to look up those that are known. */
    private static final class LazyConfiguration implements Supplier<Configuration> {
        private final HadoopFsRelation relation;
        private Optional<Configuration> made = Optional.empty();

        LazyConfiguration(HadoopFsRelation relation) {
            this.relation = relation;
        }

        @Override
        public Configuration get() {
            if (made.isEmpty()) {
                made = Optional.of(relation.getHadoopConf(relation.sparkSession(), relation.options()));
            }
            return made.get();
        }
    }

    private record ListedFile(FileStatusWithMetadata file, InternalRow partition) {}

    /** The files that are not empty in the order in which Spark would read them: large ones first. */
    private static List<ListedFile> list(HadoopFsRelation relation) {
        List<ListedFile> files = new ArrayList<>();
        for (PartitionDirectory directory :
                CollectionConverters.asJava(relation.location().listFiles(Seqs.empty(), Seqs.empty()))) {
            for (FileStatusWithMetadata file : CollectionConverters.asJava(directory.files())) {
                if (file.getLen() > 0) {
                    files.add(new ListedFile(file, directory.values()));
                }
            }
        }
        files.sort(Comparator.comparingLong((ListedFile listed) -> listed.file().getLen())
                .reversed());
        return files;
    }

    private Optional<Footer> footer(FileStatus file, Supplier<Configuration> hadoop) {
        try {
            return Optional.of(footers.read(file, hadoop));
        } catch (IOException | RuntimeException e) {
            // Spark's reader says what is wrong with the file
            LOG.debug("cannot read the footer of {}", file.getPath(), e);
            return Optional.empty();
        }
    }

    /**
     * The path as DuckDB is to open it; it takes some characters for patterns. A file that is gone, because a listing is
     * older than an overwrite by another session, is left to Spark, which says so.
     */
    private static Optional<String> localPath(Path path) {
        String scheme = path.toUri().getScheme();
        String local = path.toUri().getPath();
        boolean plain = (scheme == null || scheme.equals("file"))
                && local.chars().noneMatch(GLOB_CHARACTERS::contains)
                && Files.exists(java.nio.file.Path.of(local));
        return plain ? Optional.of(local) : Optional.empty();
    }
}
