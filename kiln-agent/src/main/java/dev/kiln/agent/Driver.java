package dev.kiln.agent;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The main class of an engine: starts Spark and its Connect server, tells Kiln where it listens, and lives as long as
 * Kiln wants it to.
 */
public final class Driver {
    private static final long WATCH_MILLIS = 1000;

    private Driver() {}

    public static void main(String[] arguments) throws Throwable {
        boolean isGuest = isGuest();
        try {
            run(isGuest);
        } catch (Throwable t) {
            if (isGuest) {
                throw t;
            }
            Ending.failed(t);
        }
    }

    /** Whether the process belongs to YARN, which wants the main method to return, and tells what it throws. */
    private static boolean isGuest() {
        return System.getProperty("spark.master", "").equals("yarn")
                && System.getProperty("spark.submit.deployMode", "").equals("cluster");
    }

    private static void run(boolean isGuest) throws IOException, ReflectiveOperationException, InterruptedException {
        Settings settings = Settings.ofThisProcess();
        if (settings.diesWithInput()) {
            InputWatch.start();
        }
        SparkService spark = SparkService.start(settings);
        OwnerLink.start(settings, report(settings, spark), () -> isBusy(spark), reason -> {
            if (isGuest) {
                Ending.beginAsGuest(spark, reason);
            } else {
                Ending.begin(reason);
            }
        });
        while (!spark.isStopped()) {
            Thread.sleep(WATCH_MILLIS);
        }
        if (!isGuest) {
            Ending.begin("Spark was stopped");
        }
    }

    /** An engine that cannot tell is taken to be busy, so that nothing is lost. */
    private static boolean isBusy(SparkService spark) {
        try {
            return spark.isBusy();
        } catch (ReflectiveOperationException | RuntimeException e) {
            return true;
        }
    }

    private static Map<String, String> report(Settings settings, SparkService spark)
            throws ReflectiveOperationException {
        Map<String, String> report = new LinkedHashMap<>();
        report.put("engine", settings.engine());
        report.put("host", spark.host());
        report.put("port", Integer.toString(spark.port()));
        report.put("pid", Long.toString(ProcessHandle.current().pid()));
        report.put("application", spark.applicationId());
        report.put("spark", spark.version());
        return report;
    }
}
