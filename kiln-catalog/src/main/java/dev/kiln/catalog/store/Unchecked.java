package dev.kiln.catalog.store;

/** Throws errors as they are, be they checked: Scala's signatures declare none. */
public final class Unchecked {
    private Unchecked() {}

    /** Throws its argument; the return type lets callers write {@code throw raise(..)}. */
    public static RuntimeException raise(Throwable error) {
        return Unchecked.<RuntimeException>raiseUnchecked(error);
    }

    @SuppressWarnings("unchecked") // the point: E is inferred as unchecked, the error is thrown as it is
    private static <E extends Throwable> RuntimeException raiseUnchecked(Throwable error) throws E {
        throw (E) error;
    }
}
