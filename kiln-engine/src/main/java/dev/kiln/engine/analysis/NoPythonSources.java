package dev.kiln.engine.analysis;

import org.apache.spark.sql.execution.datasources.DataSourceManager;
import org.apache.spark.sql.execution.datasources.v2.python.UserDefinedPythonDataSource;

/** Knows no data source in Python, and starts no Python to look for one. */
final class NoPythonSources extends DataSourceManager {
    @Override
    public boolean dataSourceExists(String name) {
        return false;
    }

    @Override
    public void registerDataSource(String name, UserDefinedPythonDataSource source) {
        throw Refusals.unsupported("source.python", "data sources in user code are not supported");
    }

    @Override
    public DataSourceManager clone() {
        return new NoPythonSources();
    }
}
