package dev.kiln.engine.translate.function;

import java.util.SortedSet;

/** How a function is evaluated, as far as its examples tell. */
sealed interface FunctionSupport {
    /** DuckDB evaluates all examples. */
    record Native() implements FunctionSupport {}

    /** DuckDB evaluates some examples, Catalyst the others: it depends on the types of the arguments. */
    record Mixed() implements FunctionSupport {}

    /** Catalyst evaluates all examples. */
    record Bridged() implements FunctionSupport {}

    /** @param reasons why, in full */
    record Unsupported(SortedSet<String> reasons) implements FunctionSupport {}
}
