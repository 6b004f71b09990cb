package dev.kiln.engine.tables;

import dev.kiln.engine.translate.LocalRows;
import dev.kiln.engine.translate.ScanTranslator;
import dev.kiln.engine.translate.TranslationOptions;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.connector.read.LocalScan;
import org.apache.spark.sql.connector.read.V1Scan;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2ScanRelation;
import org.apache.spark.sql.execution.datasources.v2.V1ScanWrapper;

/** Reads the tables of catalogs once their scans are planned ({@link TableScans}). Safe for use by many threads. */
public final class TableScanTranslator implements ScanTranslator {
    @Override
    public Optional<Scan> translate(LogicalPlan leaf, String alias, TranslationOptions options) {
        if (leaf instanceof DataSourceV2ScanRelation relation) {
            return Optional.of(scan(relation, options));
        }
        if (leaf instanceof DataSourceV2Relation relation) {
            return Optional.of(new Scan.Unreadable(
                    "relation.table", "The table " + relation.name() + " cannot be read in batches."));
        }
        return Optional.empty();
    }

    private static Scan scan(DataSourceV2ScanRelation relation, TranslationOptions options) {
        if (relation.scan() instanceof LocalScan local) {
            return new Scan.Rows(new LocalRows(List.of(local.rows()), local.readSchema()));
        }
        if (relation.scan() instanceof V1Scan || relation.scan() instanceof V1ScanWrapper) {
            return new Scan.Unreadable(
                    "relation.table",
                    "The table " + relation.relation().name() + " gives its rows through Spark's older interface.");
        }
        return new Scan.Rows(new TableRows(relation, options.conf()));
    }
}
