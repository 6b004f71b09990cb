package dev.kiln.server.routing;

import com.google.protobuf.ByteString;
import dev.kiln.protocol.AnalyzePlanRequest;
import dev.kiln.protocol.AnalyzePlanResponse;
import dev.kiln.protocol.ConfigRequest;
import dev.kiln.protocol.ConfigResponse;
import dev.kiln.protocol.ExecutePlanResponse;
import dev.kiln.protocol.KeyValue;
import dev.kiln.protocol.LocalRelation;
import dev.kiln.protocol.Plan;
import dev.kiln.protocol.Relation;
import dev.kiln.protocol.SQL;
import dev.kiln.protocol.WithRelations;
import dev.kiln.server.error.FrontDoorErrors;
import dev.kiln.server.error.ThrownAs;
import dev.kiln.spi.ArtifactStore;
import dev.kiln.spi.Engine;
import dev.kiln.spi.EngineSession;
import dev.kiln.spi.Operation;
import dev.kiln.spi.OperationRequest;
import dev.kiln.spi.Preparation;
import dev.kiln.spi.Progress;
import dev.kiln.spi.ResultSink;
import dev.kiln.spi.SessionIdentity;
import dev.kiln.spi.StateChange;
import dev.kiln.spi.UnsupportedPlanException;
import dev.kiln.spi.UnsupportedReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/**
 * An engine whose sessions hold views, as texts, and settings. It understands {@code VIEW name text}, {@code DROP name},
 * {@code SET key=value}, {@code DECLARE name value} and {@code LET name value}, whose value {@code now} is another on each
 * engine, and {@code READ name}, which answers a view's text. What mentions a word of {@link #refused} is
 * refused, before or, with {@code LATE} in it, while it runs.
 */
final class StatefulEngine implements Engine {
    final String name;
    final Set<String> refused;
    final List<StatefulSession> sessions = new CopyOnWriteArrayList<>();
    volatile CountDownLatch nextStart = new CountDownLatch(0);
    volatile boolean startFails;
    volatile boolean closed;

    StatefulEngine(String name, String... refused) {
        this.name = name;
        this.refused = Set.of(refused);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String sparkVersion() {
        return "4.2.0";
    }

    StatefulSession last() {
        return sessions.get(sessions.size() - 1);
    }

    @Override
    public EngineSession openSession(SessionIdentity identity) {
        StatefulSession session = new StatefulSession();
        sessions.add(session);
        return session;
    }

    @Override
    public void close() {
        closed = true;
    }

    final class StatefulSession implements EngineSession {
        final Map<String, String> views = new ConcurrentSkipListMap<>();
        final Map<String, String> settings = new ConcurrentSkipListMap<>();
        final Map<String, String> uploaded = new ConcurrentSkipListMap<>();
        final List<String> ran = new CopyOnWriteArrayList<>();
        final CountDownLatch start = nextStart;
        volatile boolean lost;
        volatile boolean closed;
        volatile int refreshed;

        @Override
        public void start() {
            try {
                start.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            if (startFails) {
                throw FrontDoorErrors.plain(ThrownAs.SPARK, "it does not start");
            }
        }

        @Override
        public boolean isLost() {
            return lost;
        }

        @Override
        public void refresh() {
            refreshed++;
        }

        @Override
        public StateChange stateChange(Plan plan) {
            String[] words = text(plan).split("[ =]");
            return switch (words[0]) {
                case "VIEW" -> new StateChange.Definition(Set.of(words[1]));
                case "DROP" -> new StateChange.Removal(Set.of(words[1]));
                case "SET" -> new StateChange.Settings(Map.of(words[1], Optional.of(words[2])));
                case "STREAM" -> new StateChange.Emergence(Set.of(words[1]), "the stream " + words[1]);
                case "DECLARE" -> new StateChange.Declaration(Set.of(words[1]));
                case "LET" -> new StateChange.Assignment(Set.of(words[1]));
                case "SCRIPT" ->
                    new StateChange.Several(
                            List.of(
                                    new StateChange.Definition(Set.of("made")),
                                    new StateChange.Assignment(Set.of("x")),
                                    new StateChange.Settings(Map.of("zone", Optional.of("?")))),
                            "what a script has made");
                case "COMPUTED" -> new StateChange.Unforeseeable("a computed text");
                default -> StateChange.NONE;
            };
        }

        @Override
        public Preparation prepare(OperationRequest request) {
            String text = text(request.plan());
            List<UnsupportedReason> reasons =
                    text.toUpperCase(Locale.ROOT).contains("EXPLAIN") ? List.of() : refusals(request.plan());
            return reasons.isEmpty() || text.contains("LATE")
                    ? new Preparation.Ready(new StatefulOperation(text, reasons))
                    : new Preparation.Unsupported(reasons);
        }

        @Override
        public List<UnsupportedReason> refusals(Plan plan) {
            return refused.stream()
                    .filter(text(plan)::contains)
                    .map(word -> new UnsupportedReason("word." + word, word + " is not supported"))
                    .toList();
        }

        private static String text(Plan plan) {
            Relation input = plan.hasRoot()
                    ? plan.getRoot()
                    : plan.getCommand().getSqlCommand().getInput();
            return input.hasWithRelations()
                    ? assignment(input.getWithRelations())
                    : input.getSql().getQuery();
        }

        /** As {@code LET}: the variable's name is in the text, its value among the rows that come with it. */
        private static String assignment(WithRelations assignment) {
            String name = assignment.getRoot().getSql().getQuery().replaceFirst(".*`(.*)`.*", "$1");
            LocalRelation value =
                    assignment.getReferences(0).getSubqueryAlias().getInput().getLocalRelation();
            return "LET " + name + " " + value.getData().toStringUtf8();
        }

        String run(String text) {
            if (lost) {
                throw FrontDoorErrors.plain(ThrownAs.SPARK, "the engine is gone");
            }
            ran.add(text);
            String[] words = text.split("[ =]");
            switch (words[0]) {
                case "VIEW" ->
                    views.put(
                            words[1],
                            text.substring(text.indexOf(words[1]) + words[1].length())
                                    .strip());
                case "DECLARE", "LET" -> views.put(words[1], words[2].equals("now") ? name + "'s" : words[2]);
                case "SCRIPT" -> {
                    views.put("made", "by a script");
                    views.put("x", "scripted");
                    settings.put("zone", "of a script");
                }
                case "STREAM" -> views.put(words[1], "rows");
                case "DROP" -> {
                    if (views.remove(words[1]) == null) {
                        throw FrontDoorErrors.plain(ThrownAs.SPARK, "no view " + words[1]);
                    }
                }
                case "SET" -> settings.put(words[1], words[2]);
                case "READ" -> {
                    String answer = views.get(words[1]);
                    if (answer == null) {
                        throw FrontDoorErrors.plain(ThrownAs.SPARK, "no view " + words[1]);
                    }
                    return name + ": " + answer;
                }
                default -> {
                    return name + ": " + text;
                }
            }
            return name;
        }

        @Override
        public AnalyzePlanResponse analyze(AnalyzePlanRequest request) {
            if (request.hasPersist() || request.hasUnpersist()) {
                ran.add(
                        request.hasPersist()
                                ? "PERSIST "
                                        + request.getPersist()
                                                .getRelation()
                                                .getSql()
                                                .getQuery()
                                : "UNPERSIST "
                                        + request.getUnpersist()
                                                .getRelation()
                                                .getSql()
                                                .getQuery());
                return AnalyzePlanResponse.getDefaultInstance();
            }
            String text = text(request.getExplain().getPlan());
            if (refused.stream().anyMatch(text::contains)) {
                throw new UnsupportedPlanException(List.of(new UnsupportedReason("word", "not supported")));
            }
            return AnalyzePlanResponse.newBuilder()
                    .setExplain(AnalyzePlanResponse.Explain.newBuilder().setExplainString("plan of " + name))
                    .build();
        }

        @Override
        public ConfigResponse configure(ConfigRequest.Operation operation) {
            operation.getSet().getPairsList().forEach(pair -> {
                ran.add("SET " + pair.getKey() + "=" + pair.getValue());
                settings.put(pair.getKey(), pair.getValue());
            });
            ConfigResponse.Builder response = ConfigResponse.newBuilder();
            operation
                    .getGet()
                    .getKeysList()
                    .forEach(key -> response.addPairs(
                            KeyValue.newBuilder().setKey(key).setValue(name + ": " + settings.get(key))));
            operation
                    .getGetOption()
                    .getKeysList()
                    .forEach(key -> response.addPairs(
                            KeyValue.newBuilder().setKey(key).setValue(String.valueOf(settings.get(key)))));
            return response.build();
        }

        @Override
        public ArtifactStore artifacts() {
            return new ArtifactStore() {
                @Override
                public void add(String artifact, Path content) throws IOException {
                    uploaded.put(artifact, Files.readString(content));
                    Files.delete(content);
                }

                @Override
                public boolean exists(String artifact) {
                    return uploaded.containsKey(artifact);
                }
            };
        }

        @Override
        public EngineSession copy(SessionIdentity target) {
            StatefulSession copy = new StatefulSession();
            copy.views.putAll(views);
            copy.settings.putAll(settings);
            copy.uploaded.putAll(uploaded);
            sessions.add(copy);
            return copy;
        }

        @Override
        public void close() {
            closed = true;
        }

        Map<String, String> state() {
            Map<String, String> state = new TreeMap<>(views);
            state.putAll(settings);
            return state;
        }

        private final class StatefulOperation implements Operation {
            private final String text;
            private final List<UnsupportedReason> reasons;
            private final CountDownLatch interrupted = new CountDownLatch(1);

            StatefulOperation(String text, List<UnsupportedReason> reasons) {
                this.text = text;
                this.reasons = reasons;
            }

            @Override
            public void run(ResultSink sink) {
                if (!reasons.isEmpty()) {
                    throw new UnsupportedPlanException(reasons);
                }
                if (text.startsWith("SELECT system.session.")) {
                    sink.accept(value(text.replaceFirst(".*`(.*)`.*", "$1")));
                    return;
                }
                String answer = StatefulSession.this.run(text);
                sink.accept(ExecutePlanResponse.newBuilder()
                        .setSqlCommandResult(ExecutePlanResponse.SqlCommandResult.newBuilder()
                                .setRelation(Relation.newBuilder()
                                        .setSql(SQL.newBuilder().setQuery(answer)))));
            }

            private ExecutePlanResponse.Builder value(String variable) {
                String value = views.get(variable);
                if (value == null || value.equals("secret")) {
                    throw FrontDoorErrors.plain(ThrownAs.SPARK, "no value of " + variable);
                }
                return ExecutePlanResponse.newBuilder()
                        .setArrowBatch(ExecutePlanResponse.ArrowBatch.newBuilder()
                                .setRowCount(1)
                                .setData(ByteString.copyFromUtf8(value)));
            }

            @Override
            public void interrupt() {
                interrupted.countDown();
            }

            @Override
            public Optional<Progress> progress() {
                return Optional.empty();
            }

            @Override
            public String description() {
                return name;
            }

            @Override
            public void close() {}
        }
    }
}
