package dev.kiln.connector.sql;

import dev.kiln.connector.write.WriteOptions;
import java.lang.reflect.Constructor;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/** Turns a parsed INSERT into the append that {@code df.writeTo(name).option("put", "true").append()} is. */
final class PutStatement {
    private static final String PLANS = "org.apache.spark.sql.catalyst.plans.logical.";
    private static final String RENAMED = "org.apache.spark.sql.catalyst.analysis.UnresolvedSubqueryColumnAliases";

    private PutStatement() {}

    static LogicalPlan of(LogicalPlan insert) {
        if (!insert.getClass().getSimpleName().equals("InsertIntoStatement")
                || Plans.is(insert, "overwrite")
                || Plans.has(insert, "replaceCriteriaOpt")
                || !Plans.isEmpty(Plans.part(insert, "partitionSpec"))) {
            throw refused("is PUT INTO [TABLE] name [(columns)] query, without PARTITION, IF or REPLACE");
        }
        Object table = Plans.part(insert, "table");
        if (!table.getClass().getSimpleName().equals("UnresolvedRelation")) {
            throw refused("takes the name of a table as it is, without IDENTIFIER");
        }
        Object columns = Plans.part(insert, "userSpecifiedCols");
        boolean named = !Plans.isEmpty(columns);
        Object query = Plans.part(insert, "query");
        try {
            ClassLoader spark = insert.getClass().getClassLoader();
            if (named) {
                Constructor<?> renamed = Class.forName(RENAMED, true, spark).getConstructors()[0];
                query = renamed.newInstance(columns, query);
            }
            Object options = Class.forName("scala.collection.immutable.Map$Map2", true, spark)
                    .getConstructor(Object.class, Object.class, Object.class, Object.class)
                    .newInstance(WriteOptions.PUT, "true", PutCheck.STATEMENT, "true");
            Class<?> append = Class.forName(PLANS + "AppendData$", true, spark);
            return (LogicalPlan) Plans.call(
                    append.getField("MODULE$").get(null),
                    named || Plans.is(insert, "byName") ? "byName" : "byPosition",
                    table,
                    query,
                    options);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This Spark's appends can't be made: " + e, e);
        }
    }

    private static UnsupportedOperationException refused(String why) {
        return new UnsupportedOperationException("The statement PUT INTO " + why);
    }
}
