package dev.kiln.engine.analysis;

import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.catalyst.QualifiedTableName;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry;
import org.apache.spark.sql.catalyst.analysis.TableFunctionRegistry;
import org.apache.spark.sql.catalyst.catalog.CatalogTable;
import org.apache.spark.sql.catalyst.catalog.FunctionExpressionBuilder;
import org.apache.spark.sql.catalyst.catalog.FunctionResourceLoader;
import org.apache.spark.sql.catalyst.catalog.SessionCatalog;
import org.apache.spark.sql.catalyst.parser.ParserInterface;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.internal.SharedState;

/**
 * A session's catalog that knows of directories whose files go away with the running command, and that forgets the files
 * of tables when any session may have changed them; Spark's waits for REFRESH TABLE.
 */
final class EmbeddedSessionCatalog extends SessionCatalog {
    private final CommandEffects effects;
    private final StateChanges changes;
    private volatile long stamp;

    EmbeddedSessionCatalog(
            SharedState shared,
            FunctionRegistry functions,
            TableFunctionRegistry tableFunctions,
            Configuration hadoop,
            ParserInterface parser,
            FunctionResourceLoader resources,
            FunctionExpressionBuilder functionBuilder,
            SQLConf conf,
            CommandEffects effects,
            StateChanges changes) {
        super(
                shared::externalCatalog,
                shared::globalTempViewManager,
                functions,
                tableFunctions,
                hadoop,
                parser,
                resources,
                functionBuilder,
                conf.tableRelationCacheSize(),
                conf.metadataCacheTTL(),
                conf.defaultDatabase());
        this.effects = effects;
        this.changes = changes;
        this.stamp = changes.stamp();
    }

    @Override
    public LogicalPlan getCachedPlan(QualifiedTableName table, Callable<LogicalPlan> resolve) {
        forgetWhatMayHaveChanged();
        return super.getCachedPlan(table, resolve);
    }

    @Override
    public LogicalPlan getCachedTable(QualifiedTableName table) {
        forgetWhatMayHaveChanged();
        return super.getCachedTable(table);
    }

    private void forgetWhatMayHaveChanged() {
        long now = changes.stamp();
        if (now != stamp) {
            invalidateAllCachedTables();
            stamp = now;
        }
    }

    @Override
    public void validateTableLocation(CatalogTable table) {
        Path location = table.storage().locationUri().isDefined()
                ? new Path(table.storage().locationUri().get())
                : new Path(defaultTablePath(table.identifier()));
        if (!effects.hasGivenUp(location)) {
            super.validateTableLocation(table);
        }
    }
}
