package dev.kiln.spark.launch;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Has YARN run drivers in its application masters. The token and the secret are in the environment of those, which YARN
 * keeps from other users where it keeps users apart at all.
 */
final class YarnClusterLauncher implements DriverLauncher {
    private static final Pattern APPLICATION = Pattern.compile("(application_\\d+_\\d{4,})");

    @Override
    public Map<String, String> properties() {
        return Map.of(
                "spark.submit.deployMode", "cluster",
                "spark.kiln.diesWithInput", "false",
                // A driver that is started again is another engine, whose sessions are gone.
                "spark.yarn.maxAppAttempts", "1",
                // The submitter goes on watching the application, and need not say so every other moment.
                "spark.yarn.submit.waitAppCompletion", "true",
                "spark.yarn.report.loggingFrequency", "3600");
    }

    @Override
    public LaunchedDriver launch(DriverSpec spec) {
        Map<String, String> properties = new TreeMap<>(spec.properties());
        spec.secrets().forEach((name, value) -> properties.put("spark.yarn.appMasterEnv." + name, value));
        Process submitter = Submitter.start(spec, properties, Submitter.SPARK_SUBMIT);
        return SubmittedDriver.of(submitter, spec, said -> {
            Matcher application = APPLICATION.matcher(said);
            return application.find()
                    ? Optional.of(new EngineRecord.YarnApplication(
                            application.group(1),
                            spec.distribution().home(),
                            spec.hadoopConfiguration().get(0)))
                    : Optional.empty();
        });
    }
}
