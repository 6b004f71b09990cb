package dev.kiln.engine.analysis;

import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.connector.catalog.transactions.Transaction;
import org.apache.spark.sql.execution.CacheManager;
import org.apache.spark.sql.execution.CachedData;
import scala.Function1;

/**
 * Remembers what clients declared as cached, so that storage levels and {@code isCached} answer as in Spark, but never
 * replaces a plan by cached rows: plans always reach the engine whole.
 */
final class DeclaredCacheManager extends CacheManager {
    @Override
    public LogicalPlan useCachedData(LogicalPlan plan, Transaction transaction) {
        return plan;
    }

    @Override
    public LogicalPlan useCachedData(LogicalPlan plan, Function1<CachedData, Object> filter) {
        return plan;
    }
}
