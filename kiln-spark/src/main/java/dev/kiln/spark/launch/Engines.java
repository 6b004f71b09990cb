package dev.kiln.spark.launch;

import dev.kiln.spark.SparkSetupException;
import dev.kiln.spark.catalog.SharedCatalog;
import dev.kiln.spark.distribution.CarriedJar;
import dev.kiln.spark.distribution.Distribution;
import dev.kiln.spark.distribution.Distributions;
import dev.kiln.spi.config.Configuration;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Launches engines and owns them: none outlives this object, and none this process. Thread-safe.
 */
public final class Engines implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Engines.class);
    private static final String STOPPING = "Kiln is being stopped";
    private static final int QUOTED_LINES = 12;
    private static final int RANDOM_BYTES = 4;
    private static final int TOKEN_BYTES = 24;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    private final Path directory;
    private final Distributions distributions;
    private final Duration lease;
    private final String ownerHost;
    private final Optional<SharedCatalog> catalog;
    private final Set<LaunchedDriver> launching = ConcurrentHashMap.newKeySet();
    private final Set<RunningEngine> running = ConcurrentHashMap.newKeySet();

    /** Listens from the first launch on. */
    private Optional<ReportServer> reports = Optional.empty();

    private volatile boolean closed;

    private Engines(
            Path directory,
            Distributions distributions,
            Duration lease,
            String ownerHost,
            Optional<SharedCatalog> catalog) {
        this.directory = directory;
        this.distributions = distributions;
        this.lease = lease;
        this.ownerHost = ownerHost;
        this.catalog = catalog;
    }

    /** As the other method does; each engine has a catalog of its own, which ends with it. */
    public static Engines open(Path directory, Distributions distributions, Configuration configuration) {
        return open(directory, distributions, configuration, Optional.empty());
    }

    /**
     * Ends what an earlier Kiln left behind in the same directory, which must be this process's own, and gets ready.
     *
     * @param directory {@code engines} in Kiln's home
     * @param catalog what engines have for a catalog, closed with this; empty if each has one of its own
     */
    public static Engines open(
            Path directory, Distributions distributions, Configuration configuration, Optional<SharedCatalog> catalog) {
        Leftovers.end(runs(directory));
        return new Engines(
                directory.toAbsolutePath(),
                distributions,
                configuration.get(SparkConfig.LEASE),
                configuration.get(SparkConfig.OWNER_HOST),
                catalog);
    }

    private synchronized ReportServer reports() {
        if (closed) {
            throw new SparkSetupException(STOPPING);
        }
        if (reports.isEmpty()) {
            reports = Optional.of(ReportServer.start(ownerHost, catalog.map(SharedCatalog::requests)));
        }
        return reports.get();
    }

    private static Path runs(Path directory) {
        return directory.resolve("running");
    }

    /**
     * Starts an engine and waits until it has reported, for as long as the profile allows. The caller closes it.
     *
     * @throws SparkSetupException if it does not start, with the last lines of its driver's log, or if there is no
     *     listening for its report; nothing is left of it
     */
    public RunningEngine launch(EngineProfile profile) {
        DriverLauncher launcher = Launchers.of(profile);
        MasterReach.require(profile.master());
        Distribution distribution =
                profile.distribution().map(distributions::get).orElseGet(distributions::standard);
        String engine =
                "kiln-" + LocalDateTime.now(ZoneOffset.UTC).format(TIME) + "-" + Secret.randomText(RANDOM_BYTES);
        Map<String, String> properties = DriverProperties.of(profile, distribution, engine);
        properties.putAll(launcher.properties());
        catalog.ifPresent(
                shared -> CatalogProperties.add(shared, CarriedJar.CATALOG.unpackedIn(directory), properties));
        catalog.flatMap(SharedCatalog::store).ifPresent(store -> StoreProperties.add(store, properties));
        Path agent = CarriedJar.AGENT.unpackedIn(directory);
        EngineDirectory own = EngineDirectory.create(runs(directory).resolve(engine));
        ReportServer server = reports();
        DriverLink link = server.expect(engine, lease);
        properties.put("spark.kiln.engine", engine);
        properties.put("spark.kiln.owner", server.address());
        properties.put("spark.kiln.leaseMillis", Long.toString(lease.toMillis()));
        String token = Secret.randomText(TOKEN_BYTES);
        Map<String, String> secrets = new HashMap<>();
        secrets.put("SPARK_CONNECT_AUTHENTICATE_TOKEN", token);
        secrets.put("SPARK_KILN_SECRET", link.secret().reveal());
        LOG.info(
                "starting engine {} with Spark {} on {}",
                engine,
                distribution.sparkVersion(),
                profile.master().url());
        Runnable release = () -> {
            server.forget(link);
            own.clear();
        };
        try {
            LaunchedDriver driver =
                    launcher.launch(new DriverSpec(engine, profile, distribution, agent, own, properties, secrets));
            return await(driver, link, profile, token, release);
        } catch (RuntimeException e) {
            release.run();
            throw e;
        }
    }

    private RunningEngine await(
            LaunchedDriver driver, DriverLink link, EngineProfile profile, String token, Runnable release) {
        launching.add(driver);
        try {
            EngineReport report = await(driver, link, profile.launchTimeout());
            RunningEngine engine = new RunningEngine(report, profile, token, driver, link, over -> {
                running.remove(over);
                release.run();
            });
            running.add(engine);
            engine.watch();
            if (closed) {
                engine.close();
                throw new SparkSetupException(STOPPING);
            }
            LOG.info("engine {} listens at {}:{}", engine, report.host(), report.port());
            return engine;
        } catch (RuntimeException e) {
            driver.close();
            throw e;
        } finally {
            launching.remove(driver);
        }
    }

    private EngineReport await(LaunchedDriver driver, DriverLink link, Duration longest) {
        try {
            if (closed) {
                throw new SparkSetupException(STOPPING);
            }
            CompletableFuture.anyOf(link.report(), driver.ended()).get(longest.toMillis(), TimeUnit.MILLISECONDS);
            if (link.report().isDone()) {
                return link.report().join();
            }
            throw failure(driver.ended().join(), driver);
        } catch (TimeoutException e) {
            throw failure("it did not report within " + longest.toSeconds() + " s", driver);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SparkSetupException("interrupted while a Spark engine was being started", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private static SparkSetupException failure(String reason, LaunchedDriver driver) {
        List<String> lines = driver.lastLines(QUOTED_LINES);
        return new SparkSetupException("the Spark engine did not start: " + reason
                + (lines.isEmpty() ? "" : "; the last it said:\n" + String.join("\n", lines)));
    }

    /** The engines that run at the moment. */
    public List<RunningEngine> running() {
        return List.copyOf(running);
    }

    /** Ends all engines, within a bounded time, and starts no more. */
    @Override
    public void close() {
        Optional<ReportServer> server;
        synchronized (this) {
            closed = true;
            server = reports;
        }
        launching.forEach(LaunchedDriver::close);
        running.forEach(RunningEngine::close);
        server.ifPresent(ReportServer::close);
        catalog.ifPresent(shared -> shared.requests().close());
    }
}
