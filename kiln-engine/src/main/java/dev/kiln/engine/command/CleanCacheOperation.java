package dev.kiln.engine.command;

import dev.kiln.protocol.ExecutePlanResponse;
import dev.kiln.protocol.Expression;
import dev.kiln.protocol.MlCommandResult;
import dev.kiln.spi.Operation;
import dev.kiln.spi.Progress;
import dev.kiln.spi.ResultSink;
import java.util.Optional;

/**
 * Cleans the cache of machine-learning models, of which there are none. The Python client asks for it whenever it
 * exits, so refusing it would only be noise.
 */
public final class CleanCacheOperation implements Operation {
    @Override
    public void run(ResultSink sink) {
        sink.accept(ExecutePlanResponse.newBuilder()
                .setMlCommandResult(MlCommandResult.newBuilder()
                        .setParam(Expression.Literal.newBuilder().setInteger(0))));
    }

    @Override
    public void interrupt() {
        // ends at once anyway
    }

    @Override
    public Optional<Progress> progress() {
        return Optional.empty();
    }

    @Override
    public String description() {
        return "embedded: clean_cache";
    }

    @Override
    public void close() {
        // holds nothing
    }
}
