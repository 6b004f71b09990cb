package dev.kiln.server.routing;

import static java.util.Objects.requireNonNull;

import dev.kiln.spi.UnsupportedReason;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which engine a request goes to, and why.
 *
 * @param reasons why it is not the embedded engine; empty if nothing but a setting says so
 */
record Route(String engine, List<UnsupportedReason> reasons) {
    static final Route EMBEDDED = new Route(EngineMode.EMBEDDED_TEXT, List.of());

    Route {
        requireNonNull(engine, "engine");
        reasons = List.copyOf(reasons);
    }

    boolean isEmbedded() {
        return equals(EMBEDDED);
    }

    /** What explanations say of it. */
    String section() {
        return "== Route ==\n" + this + "\n";
    }

    /** One line for people. */
    @Override
    public String toString() {
        return reasons.isEmpty()
                ? engine
                : engine + " ("
                        + reasons.stream()
                                .map(UnsupportedReason::explanation)
                                .distinct()
                                .collect(Collectors.joining("; "))
                        + ")";
    }
}
