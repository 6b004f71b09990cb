package dev.kiln.engine.analysis;

import dev.kiln.spi.UnsupportedPlanException;
import dev.kiln.spi.UnsupportedReason;
import java.util.List;

/** Makes the exception for one thing that the embedded engine does not do. */
public final class Refusals {
    private Refusals() {}

    /** To be thrown; carries the one reason. */
    public static UnsupportedPlanException unsupported(String feature, String explanation) {
        return new UnsupportedPlanException(List.of(new UnsupportedReason(feature, explanation)));
    }
}
