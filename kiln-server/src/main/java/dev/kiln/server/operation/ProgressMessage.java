package dev.kiln.server.operation;

import dev.kiln.protocol.ExecutePlanResponse;
import dev.kiln.protocol.ExecutePlanResponse.ExecutionProgress;
import dev.kiln.spi.Progress;

/**
 * Tells progress in the protocol's terms. Those are tasks of stages, of which an engine has none, so an operation is
 * shown as one stage of a hundred tasks.
 */
final class ProgressMessage {
    private static final int TASKS = 100;

    private ProgressMessage() {}

    static ExecutePlanResponse.Builder of(Progress progress) {
        int completed = (int) Math.floor(progress.fraction() * TASKS);
        boolean done = completed >= TASKS;
        return ExecutePlanResponse.newBuilder()
                .setExecutionProgress(ExecutionProgress.newBuilder()
                        .setNumInflightTasks(done ? 0 : 1)
                        .addStages(ExecutionProgress.StageInfo.newBuilder()
                                .setNumTasks(TASKS)
                                .setNumCompletedTasks(completed)
                                .setDone(done)));
    }
}
