package dev.kiln.connector.write;

import dev.kiln.connector.session.Packed;
import org.apache.spark.sql.connector.write.WriterCommitMessage;

/** What a task tells the driver. */
public final class TaskMessage implements WriterCommitMessage {
    private static final long serialVersionUID = 1L;

    private final Packed<WriteOutcome> outcome;

    public TaskMessage(WriteOutcome outcome) {
        this.outcome = Packed.of(WriteOutcome.class, outcome);
    }

    public WriteOutcome outcome() {
        return outcome.value();
    }
}
