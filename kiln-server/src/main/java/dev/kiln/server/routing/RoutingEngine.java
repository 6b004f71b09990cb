package dev.kiln.server.routing;

import dev.kiln.server.journal.Journals;
import dev.kiln.server.journal.SessionJournal;
import dev.kiln.server.thread.GrowingPool;
import dev.kiln.spi.Engine;
import dev.kiln.spi.EngineSession;
import dev.kiln.spi.SessionIdentity;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/** Has the embedded engine or others answer, as each session wants it. Owns all of them. Thread-safe. */
public final class RoutingEngine implements Engine {
    /** The setting of sessions, and the key of connection strings, that says which engine answers. */
    public static final String SETTING = "kiln.engine";

    private static final int MOST_STARTS = 64;
    private static final int MOST_WAITING = 10_000;

    private final Engine embedded;
    private final NamedEngines engines;
    private final Journals journals;
    private final EngineMode standard;
    private final ExecutorService background;

    /**
     * @param standard {@code auto}, {@code embedded} or the name of an engine, for sessions that ask for nothing
     * @throws dev.kiln.spi.EngineException if there is no engine of the standard's name
     */
    public RoutingEngine(Engine embedded, NamedEngines engines, Journals journals, String standard) {
        this.embedded = embedded;
        this.engines = engines;
        this.journals = journals;
        this.standard = EngineMode.parse(standard, engines.names());
        this.background = new GrowingPool("kiln-engine-start", MOST_STARTS, MOST_WAITING);
    }

    /** Whether with this standard each session needs another engine than the embedded one from its first request on. */
    public static boolean startsOthersAtOnce(String standard) {
        return new EngineMode(standard).namesEngine();
    }

    @Override
    public String name() {
        return "routing";
    }

    @Override
    public String sparkVersion() {
        return embedded.sparkVersion();
    }

    @Override
    public EngineSession openSession(SessionIdentity identity) {
        return openSession(identity, Map.of());
    }

    @Override
    public EngineSession openSession(SessionIdentity identity, Map<String, String> wishes) {
        EngineMode mode = Optional.ofNullable(wishes.get(SETTING))
                .map(wish -> EngineMode.parse(wish, engines.names()))
                .orElse(standard);
        SessionJournal journal = journals.create();
        Replica replica =
                new Replica(EngineMode.EMBEDDED_TEXT, embedded.openSession(identity), new JournalRepetition(journal));
        return new RoutedSession(
                identity,
                new Replicas(identity, journal, replica, engines, background),
                new EngineSetting(mode, engines.names()),
                journals::create);
    }

    @Override
    public void close() {
        background.shutdownNow();
        engines.close();
        embedded.close();
    }
}
