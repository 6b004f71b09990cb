package dev.kiln.engine.files.read;

import dev.kiln.engine.translate.ScanTranslator;
import dev.kiln.engine.translate.TranslationOptions;
import java.util.Optional;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import org.apache.spark.sql.internal.SQLConf;

/** Reads files as Kiln does or, to compare, by Spark's readers only; remembers which it was. */
final class ScanModes implements ScanTranslator {
    private final FileScanTranslator translator = new FileScanTranslator();
    private boolean sparkOnly;
    private Scan last = new Scan.Unreadable("none", "nothing was read");

    void useSparkOnly(boolean value) {
        sparkOnly = value;
    }

    boolean lastWasNative() {
        return last instanceof Scan.Native;
    }

    @Override
    public Optional<Scan> translate(LogicalPlan leaf, String alias, TranslationOptions options) {
        Optional<Scan> scan = sparkOnly ? bySpark(leaf, options.conf()) : translator.translate(leaf, alias, options);
        scan.ifPresent(found -> last = found);
        return scan;
    }

    private static Optional<Scan> bySpark(LogicalPlan leaf, SQLConf conf) {
        return leaf instanceof LogicalRelation relation && relation.relation() instanceof HadoopFsRelation files
                ? Optional.of(new Scan.Rows(new SparkScan(relation, files, conf)))
                : Optional.empty();
    }
}
