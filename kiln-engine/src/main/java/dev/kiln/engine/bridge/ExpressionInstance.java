package dev.kiln.engine.bridge;

import dev.kiln.engine.translate.BridgedFunction;
import dev.kiln.engine.translate.TextRule;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.InterpretedMutableProjection;
import org.apache.spark.sql.catalyst.expressions.MutableProjection;
import org.apache.spark.sql.catalyst.expressions.SpecificInternalRow;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** An expression with the state of its evaluation, for one thread at a time. */
final class ExpressionInstance {
    private final VectorRow input;
    private final SpecificInternalRow output;
    private final MutableProjection projection;
    private final VectorWriter writer;
    private final boolean compiled;

    private ExpressionInstance(
            BridgedFunction function, TextRule text, MutableProjection projection, boolean compiled) {
        VectorColumn[] columns =
                function.arguments().stream().map(VectorColumn::new).toArray(VectorColumn[]::new);
        this.input = new VectorRow(columns, 0);
        this.output = new SpecificInternalRow(seq(function.result()));
        this.projection = projection;
        this.writer = VectorWriter.of(function.result(), text);
        this.compiled = compiled;
        projection.target(output);
        projection.initialize(0);
    }

    static ExpressionInstance interpreted(BridgedFunction function, TextRule text) {
        return new ExpressionInstance(function, text, new InterpretedMutableProjection(seq(own(function))), false);
    }

    /** Generates code, or interprets if that fails. */
    static ExpressionInstance compiled(BridgedFunction function, TextRule text) {
        return new ExpressionInstance(function, text, MutableProjection.create(seq(own(function))), true);
    }

    /** Expressions keep state and caches in themselves, so instances never share one. */
    private static Expression own(BridgedFunction function) {
        return function.expression().clone();
    }

    private static <T> Seq<T> seq(T element) {
        return CollectionConverters.asScala(List.of(element)).toSeq();
    }

    boolean isCompiled() {
        return compiled;
    }

    void evaluate(ByteBuffer chunk, int rows, ByteBuffer result) {
        input.attach(chunk, 1);
        writer.begin(result);
        for (int row = 0; row < rows; row++) {
            input.moveTo(row);
            projection.apply(input);
            writer.write(output, 0, row);
        }
        writer.end(rows);
    }
}
