package dev.kiln.server;

import dev.kiln.protocol.AnalyzePlanRequest;
import dev.kiln.protocol.AnalyzePlanResponse;
import dev.kiln.protocol.ConfigRequest;
import dev.kiln.protocol.ConfigResponse;
import dev.kiln.protocol.KeyValue;
import dev.kiln.protocol.Plan;
import dev.kiln.spi.ArtifactStore;
import dev.kiln.spi.Engine;
import dev.kiln.spi.EngineSession;
import dev.kiln.spi.Operation;
import dev.kiln.spi.OperationRequest;
import dev.kiln.spi.Preparation;
import dev.kiln.spi.Progress;
import dev.kiln.spi.ResultSink;
import dev.kiln.spi.SessionIdentity;
import dev.kiln.spi.UnsupportedReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** An engine that does what tests tell it: the text of a SQL relation names a script. */
final class FakeEngine implements Engine {
    /** What an operation does. */
    interface Script {
        void run(ResultSink sink, FakeOperation operation) throws Exception;
    }

    final Map<String, Script> scripts = new ConcurrentHashMap<>();
    final List<UnsupportedReason> refusals = new CopyOnWriteArrayList<>();
    final List<OperationRequest> requests = new CopyOnWriteArrayList<>();
    final List<AnalyzePlanRequest> analyzed = new CopyOnWriteArrayList<>();
    final List<FakeSession> sessions = new CopyOnWriteArrayList<>();
    final List<FakeOperation> operations = new CopyOnWriteArrayList<>();
    final AtomicInteger openOperations = new AtomicInteger();
    volatile Consumer<SessionIdentity> opening = identity -> {};
    volatile Consumer<OperationRequest> preparing = request -> {};
    volatile boolean closed;

    FakeEngine on(String sql, Script script) {
        scripts.put(sql, script);
        return this;
    }

    FakeOperation operation(int index) {
        return operations.get(index);
    }

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public String sparkVersion() {
        return "4.2.0";
    }

    @Override
    public EngineSession openSession(SessionIdentity identity) {
        opening.accept(identity);
        FakeSession session = new FakeSession(identity);
        sessions.add(session);
        return session;
    }

    @Override
    public void close() {
        closed = true;
    }

    final class FakeSession implements EngineSession {
        final SessionIdentity identity;
        final Map<String, String> conf = new ConcurrentHashMap<>();
        final Map<String, byte[]> stored = new ConcurrentHashMap<>();
        volatile boolean closed;

        FakeSession(SessionIdentity identity) {
            this.identity = identity;
        }

        @Override
        public Preparation prepare(OperationRequest request) {
            requests.add(request);
            preparing.accept(request);
            if (!refusals.isEmpty()) {
                return new Preparation.Unsupported(refusals);
            }
            FakeOperation operation = new FakeOperation(script(request.plan()));
            operations.add(operation);
            openOperations.incrementAndGet();
            return new Preparation.Ready(operation);
        }

        private Script script(Plan plan) {
            Script script = scripts.get(plan.getRoot().getSql().getQuery());
            return script == null ? (sink, operation) -> {} : script;
        }

        @Override
        public AnalyzePlanResponse analyze(AnalyzePlanRequest request) {
            analyzed.add(request);
            return AnalyzePlanResponse.newBuilder()
                    .setSparkVersion(
                            AnalyzePlanResponse.SparkVersion.newBuilder().setVersion(sparkVersion()))
                    .build();
        }

        @Override
        public ConfigResponse configure(ConfigRequest.Operation operation) {
            ConfigResponse.Builder response = ConfigResponse.newBuilder();
            operation.getSet().getPairsList().forEach(pair -> conf.put(pair.getKey(), pair.getValue()));
            List<String> keys = new ArrayList<>(operation.getGet().getKeysList());
            keys.addAll(operation.getGetOption().getKeysList());
            keys.forEach(key -> {
                KeyValue.Builder pair = KeyValue.newBuilder().setKey(key);
                Optional.ofNullable(conf.get(key)).ifPresent(pair::setValue);
                response.addPairs(pair);
            });
            return response.build();
        }

        @Override
        public EngineSession copy(SessionIdentity target) {
            FakeSession copy = new FakeSession(target);
            copy.conf.putAll(conf);
            sessions.add(copy);
            return copy;
        }

        @Override
        public ArtifactStore artifacts() {
            return new ArtifactStore() {
                @Override
                public void add(String name, Path content) throws IOException {
                    stored.put(name, Files.readAllBytes(content));
                }

                @Override
                public boolean exists(String name) {
                    return name.startsWith("cache/") && stored.containsKey(name);
                }
            };
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    final class FakeOperation implements Operation {
        private final Script script;
        private final CountDownLatch started = new CountDownLatch(1);
        private final CountDownLatch interrupted = new CountDownLatch(1);
        volatile Optional<Progress> progress = Optional.empty();
        private volatile boolean closed;

        FakeOperation(Script script) {
            this.script = script;
        }

        @Override
        public void run(ResultSink sink) {
            started.countDown();
            try {
                script.run(sink, this);
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        /** Blocks until somebody interrupts the operation, like an engine at work. */
        void workUntilInterrupted() throws InterruptedException {
            if (!interrupted.await(30, TimeUnit.SECONDS)) {
                throw new AssertionError("nobody interrupted the operation");
            }
            throw new IllegalStateException("stopped in the middle");
        }

        boolean wasInterrupted() {
            return interrupted.getCount() == 0;
        }

        boolean hasStarted() {
            return started.getCount() == 0;
        }

        void awaitStart() throws InterruptedException {
            if (!started.await(30, TimeUnit.SECONDS)) {
                throw new AssertionError("the operation did not start");
            }
        }

        @Override
        public void interrupt() {
            interrupted.countDown();
        }

        @Override
        public Optional<Progress> progress() {
            return progress;
        }

        @Override
        public String description() {
            return "fake";
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                openOperations.decrementAndGet();
            }
        }
    }
}
