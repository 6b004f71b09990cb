package dev.kiln.connector;

import dev.kiln.connector.sql.PutCheck;
import dev.kiln.connector.sql.PutParser;
import org.apache.spark.sql.SparkSessionExtensions;
import scala.Function1;
import scala.runtime.BoxedUnit;

/**
 * {@code spark.sql.extensions=dev.kiln.connector.StoreExtensions} gives a session the statement
 * {@code PUT INTO [TABLE] name [(columns)] query}: rows that replace those with equal keys. Everything else is parsed as before.
 */
public final class StoreExtensions implements Function1<SparkSessionExtensions, BoxedUnit> {
    /** Made by Spark. */
    public StoreExtensions() {}

    @Override
    public BoxedUnit apply(SparkSessionExtensions extensions) {
        extensions.injectParser((session, parser) -> PutParser.over(parser));
        extensions.injectCheckRule(session -> plan -> {
            PutCheck.check(plan);
            return BoxedUnit.UNIT;
        });
        return BoxedUnit.UNIT;
    }
}
