package dev.kiln.spi;

import java.util.List;
import java.util.stream.Collectors;

/**
 * An operation found out while running, before it had any effect, that the engine cannot answer it. The same meaning
 * as {@link Preparation.Unsupported}, for plans that are only known once a command has been analysed.
 */
public final class UnsupportedPlanException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<UnsupportedReason> reasons;

    public UnsupportedPlanException(List<UnsupportedReason> reasons) {
        super(reasons.stream().map(UnsupportedReason::explanation).collect(Collectors.joining("; ")));
        this.reasons = List.copyOf(reasons);
    }

    public List<UnsupportedReason> reasons() {
        return reasons;
    }
}
