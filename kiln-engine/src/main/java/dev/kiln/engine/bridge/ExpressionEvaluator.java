package dev.kiln.engine.bridge;

import dev.kiln.engine.translate.BridgedFunction;
import dev.kiln.engine.translate.TextRule;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.spark.sql.internal.SQLConf;
import org.duckdb.NativeVectors;
import scala.runtime.BoxedUnit;

/**
 * Evaluates a bridged expression for every row of the chunks that DuckDB hands over, on any number of threads.
 *
 * <p>DuckDB attaches its threads to the JVM anew for each call, so what is worth keeping between calls is pooled here
 * and not in thread locals. Generated code pays off only for many rows: the first ones are interpreted.
 */
final class ExpressionEvaluator {
    /** Rows after which code is generated. */
    private static final long INTERPRETED_ROWS = 4_096;

    private final BridgedFunction function;
    private final TextRule text;
    private final CallbackErrors errors;
    private final ConcurrentLinkedQueue<ExpressionInstance> idle = new ConcurrentLinkedQueue<>();
    private final AtomicLong rowsSeen = new AtomicLong();
    private final ReentrantLock oneAtATime = new ReentrantLock();

    ExpressionEvaluator(BridgedFunction function, TextRule text, CallbackErrors errors) {
        this.function = function;
        this.text = text;
        this.errors = errors;
    }

    CallbackErrors errors() {
        return errors;
    }

    /** Writes the values of the expression; the chunk's first column is not an argument. */
    void evaluate(ByteBuffer chunk, ByteBuffer result) {
        SQLConf.withExistingConf(function.conf(), () -> {
            if (function.deterministic()) {
                evaluatePooled(chunk, result);
            } else {
                evaluateAlone(chunk, result);
            }
            return BoxedUnit.UNIT;
        });
    }

    private void evaluatePooled(ByteBuffer chunk, ByteBuffer result) {
        int rows = NativeVectors.rows(chunk);
        boolean compile = rowsSeen.getAndAdd(rows) >= INTERPRETED_ROWS;
        ExpressionInstance instance = idle.poll();
        if (instance == null || (compile && !instance.isCompiled())) {
            instance = compile
                    ? ExpressionInstance.compiled(function, text)
                    : ExpressionInstance.interpreted(function, text);
        }
        instance.evaluate(chunk, rows, result);
        idle.offer(instance);
    }

    /** A nondeterministic expression has one state for the whole query, or threads would repeat each other's values. */
    private void evaluateAlone(ByteBuffer chunk, ByteBuffer result) {
        oneAtATime.lock();
        try {
            ExpressionInstance instance = idle.poll();
            if (instance == null) {
                instance = ExpressionInstance.interpreted(function, text);
            }
            try {
                instance.evaluate(chunk, NativeVectors.rows(chunk), result);
            } finally {
                idle.offer(instance);
            }
        } finally {
            oneAtATime.unlock();
        }
    }
}
