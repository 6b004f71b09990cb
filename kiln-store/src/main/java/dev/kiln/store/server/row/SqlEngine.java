package dev.kiln.store.server.row;

import java.util.Optional;
import org.apache.ignite.calcite.CalciteQueryEngineConfiguration;
import org.apache.ignite.configuration.SqlConfiguration;

/**
 * SQL on row tables, by Ignite's engine on Apache Calcite. It is on the class path of store servers alone; members that
 * run in other processes, as some tests' do, have none.
 */
public final class SqlEngine {
    private SqlEngine() {}

    /** Ignite's configuration of it, if it is there. */
    public static Optional<SqlConfiguration> find() {
        try {
            Class.forName("org.apache.ignite.calcite.CalciteQueryEngineConfiguration");
            Class.forName("org.apache.calcite.rel.RelNode");
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        }
        return Optional.of(Calcite.configuration());
    }

    /** Is not loaded before it is known to be complete. */
    private static final class Calcite {
        static SqlConfiguration configuration() {
            return new SqlConfiguration()
                    .setQueryEnginesConfiguration(new CalciteQueryEngineConfiguration().setDefault(true));
        }
    }
}
