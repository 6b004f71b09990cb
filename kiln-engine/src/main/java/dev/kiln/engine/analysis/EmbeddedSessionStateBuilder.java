package dev.kiln.engine.analysis;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.artifact.ArtifactManager;
import org.apache.spark.sql.catalyst.catalog.SessionCatalog;
import org.apache.spark.sql.catalyst.optimizer.Optimizer;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.connector.catalog.DefaultCatalogManager;
import org.apache.spark.sql.execution.SparkStrategy;
import org.apache.spark.sql.execution.datasources.DataSourceManager;
import org.apache.spark.sql.internal.BaseSessionStateBuilder;
import org.apache.spark.sql.internal.SessionResourceLoader;
import org.apache.spark.sql.internal.SessionState;
import org.apache.spark.sql.internal.SessionState$;
import org.apache.spark.sql.internal.SparkUDFExpressionBuilder;
import org.jspecify.annotations.Nullable;
import scala.Function1;
import scala.Function2;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.BoxedUnit;

/**
 * Puts together a session's state as Spark does, with three differences: queries become leaves that the embedded engine
 * runs, plans that would run foreign code are refused once analysed, and nothing is loaded from outside.
 */
final class EmbeddedSessionStateBuilder extends BaseSessionStateBuilder {
    private final Option<SessionState> parent;
    private final QueryRunner runner;
    private final CommandEffects effects;
    private final StateChanges changes;
    private final DataSourceManager dataSources = new NoPythonSources();
    private final ServerCatalogs catalogs;
    private @Nullable SessionCatalog catalog;
    private @Nullable DefaultCatalogManager catalogManager;

    EmbeddedSessionStateBuilder(
            SparkSession session,
            Option<SessionState> parent,
            QueryRunner runner,
            CommandEffects effects,
            StateChanges changes,
            ServerCatalogs catalogs) {
        super(session, parent);
        this.parent = parent;
        this.runner = runner;
        this.effects = effects;
        this.changes = changes;
        this.catalogs = catalogs;
    }

    @Override
    public Function2<SparkSession, Option<SessionState>, BaseSessionStateBuilder> newBuilder() {
        return (session, parent) ->
                new EmbeddedSessionStateBuilder(session, parent, runner, effects, changes, catalogs);
    }

    @Override
    public SessionCatalog catalog() {
        if (catalog == null) {
            SessionCatalog made = new EmbeddedSessionCatalog(
                    session().sharedState(),
                    functionRegistry(),
                    tableFunctionRegistry(),
                    SessionState$.MODULE$.newHadoopConf(session().sparkContext().hadoopConfiguration(), conf()),
                    sqlParser(),
                    resourceLoader(),
                    new SparkUDFExpressionBuilder(),
                    conf(),
                    effects,
                    changes);
            if (parent.isDefined()) {
                parent.get().catalog().copyStateTo(made);
            }
            catalog = made;
        }
        return catalog;
    }

    @Override
    public DefaultCatalogManager catalogManager() {
        if (catalogManager == null) {
            DefaultCatalogManager made = new EmbeddedCatalogManager(v2SessionCatalog(), catalog(), catalogs);
            if (parent.isDefined()) {
                made.copySessionPathFrom(parent.get().catalogManager());
            }
            catalogManager = made;
        }
        return catalogManager;
    }

    @Override
    public Optimizer optimizer() {
        return new QueryPlacement(session(), catalogManager(), catalog(), experimentalMethods(), runner);
    }

    @Override
    public Seq<SparkStrategy> customPlanningStrategies() {
        return CollectionConverters.asScala(List.<SparkStrategy>of(
                        new QueryScanStrategy(),
                        new ParquetWriteStrategy(),
                        new AtomicCommandStrategy(session(), effects)))
                .toSeq();
    }

    @Override
    public DataSourceManager dataSourceManager() {
        return dataSources;
    }

    @Override
    public ArtifactManager artifactManager() {
        return NoArtifacts.create();
    }

    @Override
    public SessionResourceLoader resourceLoader() {
        return new RefusingResourceLoader(session());
    }

    @Override
    public Seq<Function1<LogicalPlan, BoxedUnit>> customCheckRules() {
        Seq<Function1<LogicalPlan, BoxedUnit>> inherited = super.customCheckRules();
        List<Function1<LogicalPlan, BoxedUnit>> rules = new ArrayList<>(CollectionConverters.asJava(inherited));
        rules.add(new ForeignCodeCheck());
        return CollectionConverters.asScala(rules).toSeq();
    }
}
