package dev.kiln.engine.analysis;

import org.apache.spark.sql.catalyst.catalog.FunctionResource;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.internal.SessionResourceLoader;

/** Loads no jar, file or archive. */
final class RefusingResourceLoader extends SessionResourceLoader {
    RefusingResourceLoader(SparkSession session) {
        super(session);
    }

    @Override
    public void loadResource(FunctionResource resource) {
        throw Refusals.unsupported("function.resource", "functions with jars, files or archives are not supported");
    }

    @Override
    public void addJar(String path) {
        throw Refusals.unsupported("command.add_jar", "ADD JAR is not supported: user code never runs in the server");
    }
}
