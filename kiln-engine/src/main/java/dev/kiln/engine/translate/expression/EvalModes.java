package dev.kiln.engine.translate.expression;

import org.apache.spark.sql.catalyst.expressions.EvalMode;
import org.apache.spark.sql.catalyst.expressions.NumericEvalContext;
import scala.Enumeration;

/** What an expression does with values that do not fit. */
enum EvalModes {
    /** NULL, or wrap around. */
    LEGACY,
    /** An error. */
    ANSI,
    /** NULL, where an error would be. */
    TRY;

    static EvalModes of(NumericEvalContext context) {
        return of(context.evalMode());
    }

    static EvalModes of(Enumeration.Value mode) {
        if (mode.equals(EvalMode.ANSI())) {
            return ANSI;
        }
        return mode.equals(EvalMode.TRY()) ? TRY : LEGACY;
    }
}
