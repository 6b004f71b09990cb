package dev.kiln.spark.proxy;

import dev.kiln.spark.catalog.SharedCatalog;
import dev.kiln.spark.distribution.Distribution;
import dev.kiln.spark.distribution.Distributions;
import dev.kiln.spark.launch.EngineProfile;
import dev.kiln.spark.launch.Engines;
import dev.kiln.spark.pool.EnginePool;
import dev.kiln.spark.pool.PoolLimits;
import dev.kiln.spark.pool.PoolPolicy;
import dev.kiln.spi.Engine;
import dev.kiln.spi.EngineSession;
import dev.kiln.spi.SessionIdentity;
import dev.kiln.spi.config.Configuration;
import dev.kiln.spi.config.ConfigurationException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Spark as an engine: a session gets the profile that is set for its user, or the standard one. {@link #profile} is the
 * engine of one profile, for sessions that choose it by its name. All are closed with this. Thread-safe.
 */
public final class SparkEngines implements Engine {
    private static final Logger LOG = LoggerFactory.getLogger(SparkEngines.class);

    /** The name of this engine, and of the standard profile where profiles are chosen. */
    public static final String NAME = "spark";

    private static final Set<String> RESERVED = Set.of(NAME, EngineProfile.STANDARD, "auto", "embedded");

    /** After a launch's own, for what has to be done before and after it. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    private static final long MAINTENANCE_SECONDS = 5;
    private static final long CLOSE_SECONDS = 60;

    private final Map<String, SparkEngine> profiles;
    private final ProfileRules rules;
    private final Engines engines;
    private final EnginePool<EngineConnection> pool;
    private final ExecutorService launches;
    private final ScheduledExecutorService timer;
    private final Future<?> maintenance;

    private SparkEngines(
            Map<String, EngineProfile> profiles,
            Configuration configuration,
            Engines engines,
            Distributions distributions) {
        this.rules = ProfileRules.of(configuration);
        this.engines = engines;
        this.launches = Executors.newCachedThreadPool(work -> thread(work, "kiln-spark-launch"));
        this.timer = timer();
        Map<String, PoolPolicy> policies = new TreeMap<>();
        profiles.forEach((name, profile) ->
                policies.put(name, PoolPolicy.of(name, EngineProfile.settings(profile.name(), configuration))));
        this.pool = new EnginePool<>(
                name -> EngineConnection.to(engines.launch(profiles.get(name))),
                policies.values(),
                PoolLimits.of(configuration),
                System::nanoTime,
                launches);
        Map<String, SparkEngine> byName = new TreeMap<>();
        profiles.forEach((name, profile) -> byName.put(
                name,
                new SparkEngine(
                        name,
                        policies.get(name),
                        profile.launchTimeout().plus(GRACE),
                        pool,
                        () -> distribution(profile, distributions),
                        timer)));
        this.profiles = byName;
        this.maintenance = timer.scheduleWithFixedDelay(this::maintain, 0, MAINTENANCE_SECONDS, TimeUnit.SECONDS);
    }

    /** As the other method does; each engine has a catalog of its own, which ends with it. */
    public static SparkEngines open(Configuration configuration, Path directory, Distributions distributions) {
        return open(configuration, directory, distributions, Optional.empty());
    }

    /**
     * Gets ready, and ends engines that an earlier Kiln left behind. Nothing is launched and no port is opened yet, unless
     * there are to be spares.
     *
     * @param directory {@code engines} in a home that this process alone uses
     * @param catalog what engines have for a catalog, closed with this; empty if each has one of its own
     * @throws ConfigurationException if profiles contradict each other
     * @throws dev.kiln.spark.SparkSetupException if a profile names a distribution that does not exist
     */
    public static SparkEngines open(
            Configuration configuration, Path directory, Distributions distributions, Optional<SharedCatalog> catalog) {
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
        Engines engines = Engines.open(directory, distributions, configuration, catalog);
        return new SparkEngines(all, configuration, engines, distributions);
    }

    private void maintain() {
        try {
            pool.maintain();
        } catch (RuntimeException e) {
            // The next time may go better; without this there would be none.
            LOG.error("engines could not be looked after", e);
        }
    }

    private static Distribution distribution(EngineProfile profile, Distributions distributions) {
        return profile.distribution().map(distributions::get).orElseGet(distributions::standard);
    }

    private static ScheduledExecutorService timer() {
        ScheduledThreadPoolExecutor executor =
                new ScheduledThreadPoolExecutor(1, work -> thread(work, "kiln-spark-timer"));
        executor.setRemoveOnCancelPolicy(true);
        return executor;
    }

    private static Thread thread(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
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
        maintenance.cancel(false);
        timer.shutdownNow();
        pool.close();
        engines.close();
        launches.shutdown();
        try {
            if (!launches.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("some engines have not ended within {} s", CLOSE_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
