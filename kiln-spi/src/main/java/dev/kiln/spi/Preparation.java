package dev.kiln.spi;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** What an engine says of a request before it runs: it can answer it, or it names every reason why it can't. */
public sealed interface Preparation {
    /** The engine can run the request. The caller owns the operation and must close it. */
    record Ready(Operation operation) implements Preparation {
        public Ready {
            requireNonNull(operation, "operation");
        }
    }

    /** The engine refuses the request as a whole; nothing has been done. */
    record Unsupported(List<UnsupportedReason> reasons) implements Preparation {
        public Unsupported {
            reasons = List.copyOf(reasons);
            if (reasons.isEmpty()) {
                throw new IllegalArgumentException("a refusal needs a reason");
            }
        }
    }
}
