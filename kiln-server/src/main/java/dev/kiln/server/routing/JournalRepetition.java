package dev.kiln.server.routing;

import dev.kiln.server.journal.Action;
import dev.kiln.server.journal.SessionJournal;
import dev.kiln.spi.EngineSession;
import dev.kiln.spi.Operation;
import dev.kiln.spi.OperationRequest;
import dev.kiln.spi.Preparation;
import dev.kiln.spi.UnsupportedPlanException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Makes changes again, with artifacts from a journal. */
final class JournalRepetition implements Repetition {
    private final SessionJournal journal;

    JournalRepetition(SessionJournal journal) {
        this.journal = journal;
    }

    @Override
    public void repeat(Action action, EngineSession session, Interruption interruption) {
        if (action instanceof Action.Configure configure) {
            session.configure(configure.operation());
        } else if (action instanceof Action.Cache cache) {
            session.analyze(cache.request());
        } else if (action instanceof Action.Execute execute) {
            run(new OperationRequest(UUID.randomUUID().toString(), execute.plan(), Set.of()), session, interruption);
        } else {
            upload(((Action.Upload) action).name(), session);
        }
    }

    private static void run(OperationRequest request, EngineSession session, Interruption interruption) {
        Preparation preparation = session.prepare(request);
        if (preparation instanceof Preparation.Unsupported refusal) {
            throw new UnsupportedPlanException(refusal.reasons());
        }
        try (Operation operation = ((Preparation.Ready) preparation).operation()) {
            interruption.during(operation, () -> operation.run(response -> {}));
        }
    }

    private void upload(String name, EngineSession session) {
        Optional<Path> content = journal.artifact(name);
        if (content.isPresent()) {
            try (ArtifactCopy copy = ArtifactCopy.of(content.get())) {
                session.artifacts().add(name, copy.path());
            } catch (IOException e) {
                throw new UncheckedIOException("the artifact " + name + " cannot be passed on", e);
            }
        }
    }
}
