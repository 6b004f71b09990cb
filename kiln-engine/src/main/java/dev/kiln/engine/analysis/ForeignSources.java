package dev.kiln.engine.analysis;

import dev.kiln.spi.UnsupportedReason;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.command.CreateDataSourceTableAsSelectCommand;
import org.apache.spark.sql.execution.command.CreateDataSourceTableCommand;
import org.apache.spark.sql.execution.datasources.CreateTempViewUsing;
import org.apache.spark.sql.execution.datasources.SaveIntoDataSourceCommand;
import org.apache.spark.sql.execution.datasources.jdbc.JdbcRelationProvider;
import scala.Option;

/** Tells commands that would connect to other systems by a driver the user names. */
final class ForeignSources {
    private ForeignSources() {}

    static Optional<UnsupportedReason> check(LogicalPlan plan) {
        return isForeign(plan)
                ? Optional.of(new UnsupportedReason("source.jdbc", "other databases are not reached from the server"))
                : Optional.empty();
    }

    private static boolean isForeign(LogicalPlan plan) {
        if (plan instanceof CreateTempViewUsing view) {
            return isForeign(view.provider());
        }
        if (plan instanceof CreateDataSourceTableCommand create) {
            return isForeign(create.table().provider());
        }
        if (plan instanceof CreateDataSourceTableAsSelectCommand create) {
            return isForeign(create.table().provider());
        }
        return plan instanceof SaveIntoDataSourceCommand save && save.dataSource() instanceof JdbcRelationProvider;
    }

    private static boolean isForeign(Option<String> provider) {
        return provider.isDefined() && isForeign(provider.get());
    }

    static boolean isForeign(String provider) {
        String name = provider.toLowerCase(Locale.ROOT);
        return name.equals("jdbc")
                || name.startsWith("org.apache.spark.sql.jdbc")
                || name.contains(".datasources.jdbc");
    }
}
