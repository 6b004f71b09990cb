package dev.kiln.engine.translate;

import static java.util.Objects.requireNonNull;

import dev.kiln.spi.UnsupportedReason;
import java.util.List;

/** What became of a plan. */
public sealed interface Translation {
    /** A query that gives Spark's answer. */
    record Translated(TranslatedQuery query) implements Translation {
        public Translated {
            requireNonNull(query, "query");
        }
    }

    /** Every reason why there is no such query; at least one. */
    record Refused(List<UnsupportedReason> reasons) implements Translation {
        public Refused {
            reasons = List.copyOf(reasons);
            if (reasons.isEmpty()) {
                throw new IllegalArgumentException("a refusal has a reason");
            }
        }
    }
}
