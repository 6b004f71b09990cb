package dev.kiln.engine.translate;

import static java.util.Objects.requireNonNull;

import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.connector.catalog.CatalogManager;
import org.apache.spark.sql.internal.SQLConf;

/**
 * What is to be translated.
 *
 * @param plan a resolved plan without commands
 * @param catalogs the session's catalogs, for functions such as {@code current_schema()}
 * @param conf the session's configuration
 */
public record TranslationRequest(LogicalPlan plan, CatalogManager catalogs, SQLConf conf, Strictness strictness) {
    public TranslationRequest {
        requireNonNull(plan, "plan");
        requireNonNull(catalogs, "catalogs");
        requireNonNull(conf, "conf");
        requireNonNull(strictness, "strictness");
    }
}
