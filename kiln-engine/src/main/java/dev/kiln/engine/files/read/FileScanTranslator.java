package dev.kiln.engine.files.read;

import dev.kiln.engine.interop.FileRelations;
import dev.kiln.engine.interop.Seqs;
import dev.kiln.engine.translate.ScanTranslator;
import dev.kiln.engine.translate.Strictness;
import dev.kiln.engine.translate.TranslationOptions;
import java.util.Optional;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.SerializeFromObject;
import org.apache.spark.sql.execution.ExternalRDD;
import org.apache.spark.sql.execution.datasources.CatalogFileIndex;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;

/** Reads relations over files. Files are listed once, at translation. Safe for use by many threads. */
public final class FileScanTranslator implements ScanTranslator {
    private final ParquetScans parquet = new ParquetScans(new ParquetFooters());

    @Override
    public Optional<Scan> translate(LogicalPlan leaf, String alias, TranslationOptions options) {
        if (leaf instanceof SerializeFromObject serialized && serialized.child() instanceof ExternalRDD<?> objects) {
            return Optional.of(new Scan.Rows(new ObjectScan(serialized, objects, options.conf())));
        }
        if (!(leaf instanceof LogicalRelation relation)
                || !(relation.relation() instanceof HadoopFsRelation files)
                || relation.isStreaming()) {
            return Optional.empty();
        }
        LogicalRelation pinned = withListedFiles(relation, files);
        HadoopFsRelation pinnedFiles = (HadoopFsRelation) pinned.relation();
        boolean duckDbReads = options.strictness() != Strictness.FOREIGN_TEXT;
        if (duckDbReads && files.fileFormat().getClass() == ParquetFileFormat.class) {
            Optional<Scan.Native> scan = parquet.translate(pinned, pinnedFiles, alias, options.conf());
            if (scan.isPresent()) {
                return Optional.of(scan.get());
            }
        }
        return Optional.of(new Scan.Rows(new SparkScan(pinned, pinnedFiles, options.conf())));
    }

    /** A table's partitions are looked up and listed now, so that all parts of the scan see the same files. */
    private static LogicalRelation withListedFiles(LogicalRelation relation, HadoopFsRelation files) {
        if (!(files.location() instanceof CatalogFileIndex catalogIndex)) {
            return relation;
        }
        return FileRelations.over(catalogIndex.filterPartitions(Seqs.empty()), relation, files);
    }
}
