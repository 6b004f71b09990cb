package dev.kiln.spark.proxy;

import dev.kiln.spark.distribution.Distribution;
import dev.kiln.spark.distribution.Distributions;
import dev.kiln.spark.launch.EngineProfile;
import dev.kiln.spark.launch.Engines;
import dev.kiln.spi.Engine;
import dev.kiln.spi.EngineSession;
import dev.kiln.spi.SessionIdentity;
import dev.kiln.spi.config.Configuration;
import dev.kiln.spi.config.ConfigurationException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/**
 * Spark as an engine: a session gets the profile that is set for its user, or the standard one. {@link #profile} is the
 * engine of one profile, for sessions that choose it by its name. All are closed with this. Thread-safe.
 */
public final class SparkEngines implements Engine {
    /** The name of this engine, and of the standard profile where profiles are chosen. */
    public static final String NAME = "spark";

    private static final Set<String> RESERVED = Set.of(NAME, EngineProfile.STANDARD, "auto", "embedded");

    private final Map<String, SparkEngine> profiles;
    private final ProfileRules rules;
    private final Engines engines;
    private final ScheduledExecutorService timer;

    private SparkEngines(
            Map<String, SparkEngine> profiles, ProfileRules rules, Engines engines, ScheduledExecutorService timer) {
        this.profiles = profiles;
        this.rules = rules;
        this.engines = engines;
        this.timer = timer;
    }

    /**
     * Gets ready, and ends engines that an earlier Kiln left behind. Nothing is launched and no port is opened yet.
     *
     * @param directory {@code engines} in a home that this process alone uses
     * @throws ConfigurationException if profiles contradict each other
     * @throws dev.kiln.spark.SparkSetupException if a profile names a distribution that does not exist
     */
    public static SparkEngines open(Configuration configuration, Path directory, Distributions distributions) {
        ProfileRules rules = ProfileRules.of(configuration);
        Map<String, EngineProfile> all = new TreeMap<>();
        all.put(NAME, EngineProfile.standard(configuration));
        for (String name : EngineProfile.names(configuration)) {
            if (RESERVED.contains(name)) {
                throw new ConfigurationException("a profile cannot have the name '" + name + "', which means another"
                        + " engine where engines are chosen");
            }
            all.put(name, EngineProfile.named(name, configuration));
        }
        all.values().forEach(profile -> profile.distribution().ifPresent(distributions::get));
        Engines engines = Engines.open(directory, distributions, configuration);
        ScheduledExecutorService timer = timer();
        Map<String, SparkEngine> profiles = new TreeMap<>();
        all.forEach((name, profile) -> profiles.put(
                name, new SparkEngine(name, profile, engines, () -> distribution(profile, distributions), timer)));
        return new SparkEngines(profiles, rules, engines, timer);
    }

    private static Distribution distribution(EngineProfile profile, Distributions distributions) {
        return profile.distribution().map(distributions::get).orElseGet(distributions::standard);
    }

    private static ScheduledExecutorService timer() {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "kiln-spark-timer");
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        return executor;
    }

    /** The names that {@link #profile} knows: {@value #NAME}, which is the standard profile, and those that users set. */
    public SortedSet<String> profiles() {
        return new TreeSet<>(profiles.keySet());
    }

    /**
     * The engine of one profile, whoever asks. It is closed with this.
     *
     * @throws ConfigurationException if there is none of this name; the message lists those there are
     */
    public Engine profile(String name) {
        return Optional.ofNullable(profiles.get(name))
                .orElseThrow(() -> new ConfigurationException(
                        "there is no Spark engine '" + name + "'; there are: " + String.join(", ", profiles.keySet())));
    }

    @Override
    public String name() {
        return NAME;
    }

    /** Of the standard profile. */
    @Override
    public String sparkVersion() {
        return profile(NAME).sparkVersion();
    }

    @Override
    public EngineSession openSession(SessionIdentity identity) {
        return profile(rules.profileOf(identity.userId()).orElse(NAME)).openSession(identity);
    }

    @Override
    public void close() {
        profiles.values().forEach(SparkEngine::close);
        engines.close();
        timer.shutdownNow();
    }
}
