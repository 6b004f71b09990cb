package dev.kiln.server.operation;

import dev.kiln.server.error.Failure;

/** How an operation's responses end; every stream that reaches the end gets it, however often. */
sealed interface OperationEnd {
    enum Complete implements OperationEnd {
        COMPLETE
    }

    record Failed(Failure failure) implements OperationEnd {}
}
