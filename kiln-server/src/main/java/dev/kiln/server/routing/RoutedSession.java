package dev.kiln.server.routing;

import com.google.protobuf.Message;
import dev.kiln.protocol.AnalyzePlanRequest;
import dev.kiln.protocol.AnalyzePlanResponse;
import dev.kiln.protocol.ConfigRequest;
import dev.kiln.protocol.ConfigResponse;
import dev.kiln.protocol.Plan;
import dev.kiln.server.error.FrontDoorErrors;
import dev.kiln.server.error.ThrownAs;
import dev.kiln.server.journal.Action;
import dev.kiln.server.journal.Mentions;
import dev.kiln.server.journal.SessionJournal;
import dev.kiln.spi.ArtifactStore;
import dev.kiln.spi.EngineException;
import dev.kiln.spi.EngineSession;
import dev.kiln.spi.Operation;
import dev.kiln.spi.OperationRequest;
import dev.kiln.spi.Preparation;
import dev.kiln.spi.SessionIdentity;
import dev.kiln.spi.StateChange;
import dev.kiln.spi.UnsupportedPlanException;
import dev.kiln.spi.UnsupportedReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** One session on the embedded engine and, from its first need on, on others. Thread-safe. */
final class RoutedSession implements EngineSession {
    /** What only an engine with other classes can tell. */
    private static final Set<String> UNKNOWN_CLASSES = Set.of("DATA_SOURCE_NOT_FOUND", "CATALOG_NOT_FOUND");

    private final SessionIdentity identity;
    private final Replicas replicas;
    private final EngineSetting setting;
    private final Supplier<SessionJournal> newJournal;

    /** @param newJournal makes the journals of copies */
    RoutedSession(
            SessionIdentity identity, Replicas replicas, EngineSetting setting, Supplier<SessionJournal> newJournal) {
        this.identity = identity;
        this.replicas = replicas;
        this.setting = setting;
        this.newJournal = newJournal;
    }

    String id() {
        return identity.sessionId();
    }

    @Override
    public Preparation prepare(OperationRequest request) {
        Preparation preparation = prepareRouted(request);
        return preparation instanceof Preparation.Ready ready
                        && ready.operation() instanceof RoutedOperation operation
                        && isExplanation(request)
                ? new Preparation.Ready(new ExplainOperation(operation))
                : preparation;
    }

    /** Whether a plan is an explanation that tells the route, which it does where there is a choice. */
    private boolean isExplanation(OperationRequest request) {
        return !setting.mode().isEmbedded()
                && ExplainText.statementIn(request.plan()).isPresent();
    }

    private Preparation prepareRouted(OperationRequest request) {
        StateChange change = stateChange(request.plan());
        setting.check(change);
        Optional<Route> elsewhere = routeWithoutEmbedded(request.plan())
                .or(() -> ExplainText.statementIn(request.plan()).flatMap(this::routeOfExplained));
        if (elsewhere.isPresent()) {
            return remotely(request, change, elsewhere.get());
        }
        Preparation preparation;
        try {
            preparation = embedded(new Interruption()).session().prepare(request);
        } catch (EngineException e) {
            return remotely(request, change, routeAfter(e).orElseThrow(() -> e));
        }
        if (preparation instanceof Preparation.Unsupported refusal) {
            Optional<Route> onwards = routeAfter(refusal.reasons());
            return onwards.isPresent() ? remotely(request, change, onwards.get()) : refusal;
        }
        Operation operation = ((Preparation.Ready) preparation).operation();
        return new Preparation.Ready(
                new RoutedOperation(this, request, change, Optional.of(operation), Route.EMBEDDED));
    }

    private Preparation remotely(OperationRequest request, StateChange change, Route route) {
        return new Preparation.Ready(new RoutedOperation(this, request, change, Optional.empty(), route));
    }

    /**
     * Where a request has to go without a question to the embedded engine.
     *
     * @throws UnsupportedPlanException if it has to go where the session does not want it to
     */
    private Optional<Route> routeWithoutEmbedded(Message request) {
        if (setting.mode().namesEngine()) {
            return Optional.of(new Route(setting.mode().other(), List.of()));
        }
        List<UnsupportedReason> reasons = new ArrayList<>(EngineHandles.in(request));
        embedded(new Interruption())
                .lacks(request)
                .ifPresent(why -> reasons.add(new UnsupportedReason("session.state", why)));
        return reasons.isEmpty()
                ? Optional.empty()
                : Optional.of(routeAfter(reasons).orElseThrow(() -> new UnsupportedPlanException(reasons)));
    }

    /** Where a request goes that the embedded engine refuses; nowhere if the session does not want that. */
    Optional<Route> routeAfter(List<UnsupportedReason> reasons) {
        EngineMode mode = setting.mode();
        return mode.isEmbedded() ? Optional.empty() : Optional.of(new Route(mode.other(), reasons));
    }

    /** Where a request goes after an error of the embedded engine; nowhere if that is everybody's error. */
    Optional<Route> routeAfter(EngineException error) {
        return error.report()
                .condition()
                .filter(UNKNOWN_CLASSES::contains)
                .flatMap(condition -> routeAfter(List.of(new UnsupportedReason(
                        "class." + condition, "the embedded engine has no class for it (" + condition + ")"))));
    }

    @Override
    public AnalyzePlanResponse analyze(AnalyzePlanRequest request) {
        if (!request.hasPersist() && !request.hasUnpersist()) {
            return analyzed(request).response();
        }
        AnalyzePlanRequest lasting = request.toBuilder()
                .clearSessionId()
                .clearClientObservedServerSideSessionId()
                .clearUserContext()
                .build();
        AtomicReference<AnalyzePlanResponse> response = new AtomicReference<>(AnalyzePlanResponse.getDefaultInstance());
        change(new StateChange.Resources(), new Action.Cache(lasting), new Interruption(), () -> {
            Analyzed analyzed = analyzed(request);
            response.set(analyzed.response());
            return analyzed.replica();
        });
        return response.get();
    }

    /** @param replica who has answered */
    private record Analyzed(AnalyzePlanResponse response, Replica replica) {}

    private Analyzed analyzed(AnalyzePlanRequest request) {
        Interruption none = new Interruption();
        Optional<Route> elsewhere = routeWithoutEmbedded(request)
                .or(() -> request.hasExplain()
                        ? routeOfExplained(request.getExplain().getPlan())
                        : Optional.empty());
        if (elsewhere.isEmpty()) {
            try {
                Replica embedded = embedded(none);
                return new Analyzed(explained(Route.EMBEDDED, embedded.session().analyze(request)), embedded);
            } catch (UnsupportedPlanException e) {
                elsewhere = Optional.of(routeAfter(e.reasons()).orElseThrow(() -> e));
            } catch (EngineException e) {
                elsewhere = Optional.of(routeAfter(e).orElseThrow(() -> e));
            }
        }
        Replica replica = started(elsewhere.get().engine(), none);
        follow(replica, request, none);
        return new Analyzed(explained(elsewhere.get(), replica.session().analyze(request)), replica);
    }

    /** What is explained is what would run: plans that the embedded engine can read but not run go elsewhere. */
    private Optional<Route> routeOfExplained(Plan plan) {
        if (!setting.mode().isAuto()) {
            return Optional.empty();
        }
        try {
            List<UnsupportedReason> reasons =
                    embedded(new Interruption()).session().refusals(plan);
            return reasons.isEmpty() ? Optional.empty() : routeAfter(reasons);
        } catch (EngineException e) {
            return routeAfter(e);
        }
    }

    /** Adds the route to an explanation, unless there is no choice. */
    private AnalyzePlanResponse explained(Route route, AnalyzePlanResponse response) {
        if (!response.hasExplain() || setting.mode().isEmbedded()) {
            return response;
        }
        AnalyzePlanResponse.Builder more = response.toBuilder();
        String text = response.getExplain().getExplainString();
        more.getExplainBuilder().setExplainString(text + (text.endsWith("\n") ? "" : "\n") + route.section());
        return more.build();
    }

    @Override
    public ConfigResponse configure(ConfigRequest.Operation operation) {
        Interruption none = new Interruption();
        StateChange change = EngineSetting.changeOf(operation);
        if (change.equals(StateChange.NONE)) {
            return setting.answer(operation)
                    .orElseGet(() -> readingReplica(none).session().configure(operation));
        }
        setting.check(change);
        AtomicReference<ConfigResponse> response = new AtomicReference<>(ConfigResponse.getDefaultInstance());
        change(change, new Action.Configure(operation), none, () -> {
            Replica replica = setting.mode().namesEngine() ? upToDate(none) : embedded(none);
            response.set(replica.session().configure(operation));
            return replica;
        });
        return response.get();
    }

    /** The engine whose settings are the session's. Settings are also read after errors, which must start nothing. */
    private Replica readingReplica(Interruption interruption) {
        String name = setting.mode().other();
        boolean remote = setting.mode().namesEngine() && (replicas.canAskNow(name) || replicas.isUntouched(name));
        return remote ? upToDate(interruption) : embedded(interruption);
    }

    private Replica upToDate(Interruption interruption) {
        Replica replica = started(setting.mode().other(), interruption);
        replicas.catchUp(replica, interruption);
        return replica;
    }

    Replica embedded(Interruption interruption) {
        return replicas.embedded(interruption);
    }

    /** The session on the engine of a name, which is started if need be. */
    Replica started(String engine, Interruption interruption) {
        RemoteReplica remote = replicas.remote(engine);
        remote.await(interruption);
        return remote.replica();
    }

    /**
     * Brings the session on an engine up to date.
     *
     * @throws EngineException if the request needs something that could not be brought there
     */
    void follow(Replica replica, Message request, Interruption interruption) {
        replicas.catchUp(replica, interruption);
        Optional<String> lacking = replica.lacks(request);
        if (lacking.isPresent()) {
            throw FrontDoorErrors.plain(
                    ThrownAs.SPARK,
                    "The engine " + replica.engine()
                            + " does not have what this needs, because it could not be done again there: "
                            + lacking.get());
        }
    }

    /** @throws UnsupportedPlanException if the engine refuses */
    Operation operationOn(Replica replica, OperationRequest request) {
        Preparation preparation = replica.session().prepare(request);
        if (preparation instanceof Preparation.Unsupported refusal) {
            throw new UnsupportedPlanException(refusal.reasons());
        }
        return ((Preparation.Ready) preparation).operation();
    }

    /** To be called after another engine may have changed tables or files. */
    void refreshEmbedded() {
        replicas.embeddedSession().refresh();
    }

    /** Makes a change of the session's state and notes it. */
    void change(StateChange change, Action action, Interruption interruption, Supplier<Replica> body) {
        replicas.change(change, action, interruption, () -> {
            Replica replica = body.get();
            setting.follow(change);
            return replica;
        });
    }

    @Override
    public StateChange stateChange(Plan plan) {
        // A text that is computed is computed from variables, as they are by now.
        EngineSession session =
                Mentions.meansUnspoken(plan) ? embedded(new Interruption()).session() : replicas.embeddedSession();
        return session.stateChange(plan);
    }

    @Override
    public ArtifactStore artifacts() {
        return new RoutedArtifacts(replicas);
    }

    @Override
    public EngineSession copy(SessionIdentity target) {
        SessionJournal journal = newJournal.get();
        try {
            return new RoutedSession(target, replicas.copy(target, journal), setting.copy(), newJournal);
        } catch (RuntimeException e) {
            journal.close();
            throw e;
        }
    }

    @Override
    public void close() {
        replicas.close();
    }
}
