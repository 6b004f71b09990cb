package dev.kiln.spi;

import static java.util.Objects.requireNonNull;

/** An error that the client is to see, described as Spark describes it. */
public final class EngineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ErrorReport report;

    public EngineException(ErrorReport report, Throwable cause) {
        super(report.message(), cause);
        this.report = report;
    }

    public EngineException(ErrorReport report) {
        super(requireNonNull(report, "report").message());
        this.report = report;
    }

    public ErrorReport report() {
        return report;
    }

    /** Whether the operation ended because it was interrupted. */
    public boolean isCancellation() {
        return report.condition().filter("OPERATION_CANCELED"::equals).isPresent();
    }
}
