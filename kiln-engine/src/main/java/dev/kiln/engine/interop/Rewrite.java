package dev.kiln.engine.interop;

import java.util.function.Function;
import scala.Function1;
import scala.runtime.AbstractPartialFunction;

/**
 * The partial function that Catalyst's transformations take: replaces the nodes of one class and leaves the others alone.
 *
 * @param <T> the nodes of the tree
 * @param <S> the nodes that are replaced
 */
public final class Rewrite<T, S extends T> extends AbstractPartialFunction<T, T> {
    private static final long serialVersionUID = 1L;

    private final Class<S> type;
    private final transient Function<S, ? extends T> replacement;

    private Rewrite(Class<S> type, Function<S, ? extends T> replacement) {
        this.type = type;
        this.replacement = replacement;
    }

    public static <T, S extends T> Rewrite<T, S> of(Class<S> type, Function<S, ? extends T> replacement) {
        return new Rewrite<>(type, replacement);
    }

    @Override
    public boolean isDefinedAt(T node) {
        return type.isInstance(node);
    }

    @Override
    @SuppressWarnings("unchecked") // Scala knows that B is a supertype of T, Java's signature does not say so
    public <A extends T, B> B applyOrElse(A node, Function1<A, B> otherwise) {
        return type.isInstance(node) ? (B) replacement.apply(type.cast(node)) : otherwise.apply(node);
    }
}
