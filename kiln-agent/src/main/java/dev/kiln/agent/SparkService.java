package dev.kiln.agent;

import java.io.IOException;
import java.util.Map;

/**
 * A Spark session and its Connect server, reached by reflection: the signatures are the same in all versions, the types
 * behind them are not.
 */
final class SparkService {
    private final Object session;
    private final Object context;
    private final int port;

    private SparkService(Object session, Object context, int port) {
        this.session = session;
        this.context = context;
        this.port = port;
    }

    /** Starts both, as the settings of Spark in the system properties say, with Kiln's catalog if there is to be one. */
    static SparkService start(Settings settings) throws ReflectiveOperationException, IOException {
        Object builder = Class.forName("org.apache.spark.sql.SparkSession")
                .getMethod("builder")
                .invoke(null);
        Object session = call(builder, "getOrCreate");
        Object context = call(session, "sparkContext");
        CatalogPlugin.install(session, settings, (String) call(context, "version"));
        Class<?> type = Class.forName("org.apache.spark.sql.connect.service.SparkConnectService$");
        Object service = type.getField("MODULE$").get(null);
        type.getMethod("start", Class.forName("org.apache.spark.SparkContext")).invoke(service, context);
        return new SparkService(session, context, (Integer) call(service, "localPort"));
    }

    private static Object call(Object target, String method) throws ReflectiveOperationException {
        return target.getClass().getMethod(method).invoke(target);
    }

    /**
     * Where the server listens: on the address that it was bound to, else on all of the driver's. That of a pod is in its
     * environment, and needs no name service.
     */
    String host() throws ReflectiveOperationException {
        String pod = System.getenv("SPARK_DRIVER_BIND_ADDRESS");
        String driver = pod == null ? setting("spark.driver.host", "localhost") : pod;
        return setting("spark.connect.grpc.binding.address", driver);
    }

    int port() {
        return port;
    }

    String applicationId() throws ReflectiveOperationException {
        return (String) call(context, "applicationId");
    }

    String version() throws ReflectiveOperationException {
        return (String) call(context, "version");
    }

    /** Whether Spark has ended by itself, as when its cluster manager wanted it to. */
    boolean isStopped() throws ReflectiveOperationException {
        return (Boolean) call(context, "isStopped");
    }

    /** Stops Spark and gives back what it holds. */
    void stop() throws ReflectiveOperationException {
        call(session, "stop");
    }

    /** Whether jobs or streaming queries run, those that no client waits for among them. */
    boolean isBusy() throws ReflectiveOperationException {
        int[] jobs = (int[]) call(call(context, "statusTracker"), "getActiveJobIds");
        Map<?, ?> streams = (Map<?, ?>) call(call(session, "sharedState"), "activeStreamingQueries");
        return jobs.length > 0 || !streams.isEmpty();
    }

    private String setting(String name, String otherwise) throws ReflectiveOperationException {
        Object conf = call(context, "getConf");
        return (String)
                conf.getClass().getMethod("get", String.class, String.class).invoke(conf, name, otherwise);
    }
}
