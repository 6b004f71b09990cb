package dev.kiln.spark.application;

import dev.kiln.spark.SparkSetupException;
import dev.kiln.spark.distribution.CarriedJar;
import dev.kiln.spark.distribution.Distribution;
import dev.kiln.spark.kubernetes.KubernetesAccess;
import dev.kiln.spark.master.ClusterManager;
import dev.kiln.spark.master.DeployMode;
import dev.kiln.spark.master.Master;
import dev.kiln.spark.standalone.RestGateway;
import dev.kiln.spark.standalone.StandaloneContact;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The applications of one home: submitted, asked after, read and ended, whatever their cluster manager. */
public final class Applications {
    private static final int STANDARD_PAGE_PORT = 8080;
    private static final Duration LONGEST_SUBMISSION = Duration.ofMinutes(15);

    private final ApplicationRegistry registry;
    private final Path agentDirectory;
    private final List<StandaloneContact.Known> knownMasters;
    private final Map<String, String> environment;
    private final String thisMachine = thisMachine();

    /**
     * @param agentDirectory where Kiln's agent is unpacked
     * @param knownMasters standalone masters that were started from this home
     * @param environment the variables of this process
     */
    public Applications(
            Path directory,
            Path agentDirectory,
            List<StandaloneContact.Known> knownMasters,
            Map<String, String> environment) {
        this.registry = new ApplicationRegistry(directory);
        this.agentDirectory = agentDirectory;
        this.knownMasters = List.copyOf(knownMasters);
        this.environment = Map.copyOf(environment);
    }

    /**
     * Looks for everything that would keep an application from running, and that can be known beforehand.
     *
     * @return the cluster, if it is a standalone one
     * @throws SparkSetupException if there is any; the message lists all
     */
    Optional<StandaloneContact> check(SubmitRequest request, Distribution distribution) {
        List<Problem> problems = new ArrayList<>(FileChecks.of(request));
        problems.addAll(PythonChecks.of(request, distribution, environment));
        Optional<StandaloneContact> contact = Optional.empty();
        if (request.target() instanceof SubmitTarget.OnMaster onMaster) {
            problems.addAll(ModeChecks.of(request, onMaster, distribution, environment));
            if (onMaster.master() instanceof Master.Standalone standalone) {
                try {
                    contact = Optional.of(StandaloneContact.find(standalone, hints(request.properties())));
                } catch (SparkSetupException e) {
                    problems.add(new Problem(String.valueOf(e.getMessage()), "start it: kiln cluster start-all"));
                }
            }
            contact.flatMap(StandaloneContact::state)
                    .ifPresent(state ->
                            problems.addAll(StandaloneChecks.of(request, onMaster.mode(), state, environment)));
        }
        if (!problems.isEmpty()) {
            throw new SparkSetupException(
                    String.join("\n", problems.stream().map(Problem::toString).toList()));
        }
        return contact;
    }

    /**
     * Submits an application. One whose driver runs here has ended when this returns.
     *
     * @param out gets what a driver here prints
     * @param err gets what a driver here logs
     * @throws SparkSetupException if it cannot run, or is not taken
     */
    public ApplicationRecord submit(
            SubmitRequest request, Distribution distribution, PrintStream out, PrintStream err) {
        if (!(request.target() instanceof SubmitTarget.OnMaster onMaster)) {
            throw new IllegalArgumentException("an application on a server is no application of a cluster");
        }
        Optional<StandaloneContact> contact = check(request, distribution);
        Instant now = Instant.now();
        ApplicationRecord record = new ApplicationRecord(
                registry.newId(now),
                request.name(),
                onMaster.manager(),
                onMaster.mode(),
                contact.<Master>map(StandaloneContact::master)
                        .orElse(onMaster.master())
                        .url(),
                contact.flatMap(StandaloneContact::page),
                distribution.home(),
                now,
                thisMachine,
                onMaster.manager() == ClusterManager.KUBERNETES
                        ? KubernetesAccess.of(request.properties().values(), environment)
                                .settings()
                        : Map.of(),
                new DriverPlace.Nowhere(),
                Outcome.of(ApplicationState.SUBMITTED));
        SubmitRequest complete = request.with(request.properties()
                .with(Map.of("spark.master", record.master(), ApplicationRecord.ID_PROPERTY, record.id()))
                .withDefaults(DistributionLimits.of(distribution)));
        settleDeserted();
        registry.write(record);
        try {
            return start(complete, distribution, record, contact, out, err);
        } catch (RuntimeException e) {
            registry.write(record.with(Outcome.of(ApplicationState.FAILED, "it could not be started")));
            throw e;
        }
    }

    private ApplicationRecord start(
            SubmitRequest request,
            Distribution distribution,
            ApplicationRecord record,
            Optional<StandaloneContact> contact,
            PrintStream out,
            PrintStream err) {
        SparkSubmitProcess sparkSubmit =
                new SparkSubmitProcess(distribution, CarriedJar.AGENT.unpackedIn(agentDirectory), environment);
        if (record.mode() == DeployMode.CLIENT) {
            return new ClientDriver(registry).run(sparkSubmit, request, record, out, err);
        }
        ApplicationDirectory place = registry.directory(record.id());
        try {
            ApplicationRecord submitted =
                    record.with(submit(request, distribution, contact, new SparkSubmission(sparkSubmit), place));
            registry.write(submitted);
            return submitted;
        } finally {
            delete(place.properties());
        }
    }

    private DriverPlace submit(
            SubmitRequest request,
            Distribution distribution,
            Optional<StandaloneContact> contact,
            SparkSubmission sparkSubmit,
            ApplicationDirectory place) {
        if (contact.isPresent()) {
            return new StandaloneSubmission(sparkSubmit, environment, distribution.sparkVersion())
                    .submit(request, mainClass(request), contact.get(), place);
        }
        SparkSubmission.Dialect dialect = request.target() instanceof SubmitTarget.OnMaster onMaster
                        && onMaster.manager() == ClusterManager.KUBERNETES
                ? SparkSubmission.Dialect.KUBERNETES
                : SparkSubmission.Dialect.YARN;
        return new DriverPlace.InCluster(sparkSubmit.submit(request, dialect, place), Optional.empty());
    }

    private static String mainClass(SubmitRequest request) {
        return request.mainClass()
                .or(() -> request.file().local().flatMap(jar -> new JarClasses(jar).mainIfReadable()))
                .orElseThrow(() -> new SparkSetupException("say which class is the main one: --class NAME"));
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new SparkSetupException("cannot remove " + file + ": " + e.getMessage(), e);
        }
    }

    /** The applications of this home as they are now, the latest first; of those that nobody answers for, as last known. */
    public List<ApplicationRecord> all() {
        return registry.all().stream().map(this::refreshed).toList();
    }

    /**
     * An application as it is now.
     *
     * @param id Kiln's own or the cluster manager's
     * @throws SparkSetupException if there is none
     */
    public ApplicationRecord get(String id) {
        return refreshed(registry.get(id));
    }

    private ApplicationRecord refreshed(ApplicationRecord record) {
        return refreshed(record, true);
    }

    private ApplicationRecord refreshed(ApplicationRecord record, boolean isKept) {
        if (record.state().isFinal()) {
            return record;
        }
        if (record.driver() instanceof DriverPlace.Nowhere) {
            return isAbandoned(record) ? abandoned(record) : record;
        }
        try {
            ApplicationRecord now = ask(record);
            if (isKept && !now.equals(record)) {
                registry.write(now);
            }
            return now;
        } catch (IOException e) {
            return record.with(Outcome.of(record.state(), "not known at the moment: " + e.getMessage()));
        }
    }

    private ApplicationRecord ask(ApplicationRecord record) throws IOException {
        try {
            return manager(record).ask(record);
        } catch (IOException e) {
            ApplicationRecord elsewhere =
                    new MasterFailover(knownMasters).of(record).orElseThrow(() -> e);
            return manager(elsewhere).ask(elsewhere);
        }
    }

    /** Those that count as running because nobody was left to write down how they ended would be kept for ever. */
    private void settleDeserted() {
        registry.all().stream()
                .filter(record -> record.driver() instanceof DriverPlace.Here)
                .forEach(this::refreshed);
    }

    private ApplicationRecord abandoned(ApplicationRecord record) {
        ApplicationRecord lost = record.with(
                Outcome.of(ApplicationState.LOST, "the command that submitted it ended before there was a driver"));
        registry.write(lost);
        return lost;
    }

    private static boolean isAbandoned(ApplicationRecord record) {
        return record.submitted().plus(LONGEST_SUBMISSION).isBefore(Instant.now());
    }

    /**
     * Ends an application.
     *
     * @return false if it had ended already
     * @throws SparkSetupException if there is none, or it cannot be ended from here
     */
    public boolean kill(String id) {
        return kill(get(id));
    }

    private boolean kill(ApplicationRecord record) {
        if (record.state().isFinal()) {
            return false;
        }
        try {
            manager(record).kill(record);
            return true;
        } catch (IOException e) {
            throw new SparkSetupException(record.master() + " cannot be asked: " + e.getMessage(), e);
        }
    }

    /**
     * A driver that anybody submitted to a cluster, as it is now.
     *
     * @param submission the cluster manager's id
     * @throws SparkSetupException if the cluster cannot be asked
     */
    public ApplicationRecord submission(Master master, String submission, SparkProperties properties) {
        if (!(master instanceof Master.Standalone standalone)) {
            throw new SparkSetupException("submissions can be asked for on standalone clusters, not on " + master.url()
                    + "; for applications that were submitted from here, 'kiln status ID' will do");
        }
        StandaloneContact contact = StandaloneContact.find(standalone, hints(properties));
        ApplicationRecord record = new ApplicationRecord(
                submission,
                submission,
                ClusterManager.STANDALONE,
                DeployMode.CLUSTER,
                contact.master().url(),
                contact.page(),
                Path.of("/"),
                Instant.now(),
                thisMachine,
                Map.of(),
                new DriverPlace.InCluster(submission, contact.rest().map(RestGateway::address)),
                Outcome.of(ApplicationState.SUBMITTED));
        return refreshed(record, false);
    }

    /**
     * Ends a driver that anybody submitted to a cluster.
     *
     * @return false if it had ended already
     * @throws SparkSetupException if the cluster cannot be asked
     */
    public boolean killSubmission(Master master, String submission, SparkProperties properties) {
        return kill(submission(master, submission, properties));
    }

    /** The log of an application's driver. */
    public LogReader driverLog(ApplicationRecord record, LogStream stream) {
        return manager(record).driverLog(record, stream);
    }

    /**
     * The log of one of an application's executors.
     *
     * @throws SparkSetupException if it has none of its own
     */
    public LogReader executorLog(ApplicationRecord record, int executor, LogStream stream) {
        return manager(record).executorLog(record, executor, stream);
    }

    private ApplicationManager manager(ApplicationRecord record) {
        if (record.mode() == DeployMode.CLIENT) {
            return new DriversHere(registry, thisMachine);
        }
        return switch (record.manager()) {
            case STANDALONE -> new StandaloneDrivers();
            case YARN -> new YarnDrivers(environment);
            case KUBERNETES -> new KubernetesDrivers(CarriedJar.AGENT.unpackedIn(agentDirectory));
            case LOCAL -> throw new IllegalStateException(record.id() + " cannot have been submitted there");
        };
    }

    private StandaloneContact.Hints hints(SparkProperties properties) {
        return new StandaloneContact.Hints(
                knownMasters,
                properties.number("spark.master.ui.port").orElse(STANDARD_PAGE_PORT),
                properties.number("spark.master.rest.port"));
    }

    private static String thisMachine() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
