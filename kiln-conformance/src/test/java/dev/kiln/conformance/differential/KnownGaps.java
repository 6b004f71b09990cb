package dev.kiln.conformance.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The plans that Kiln is known to refuse, with the reason for each, out of {@code differential/gaps.txt}. */
record KnownGaps(Map<String, String> reasons) {
    private static final String SEPARATOR = " :: ";

    KnownGaps {
        reasons = Map.copyOf(reasons);
        reasons.forEach((name, reason) ->
                assertThat(reason).as("the reason why %s is a gap", name).isNotBlank());
    }

    static KnownGaps none() {
        return new KnownGaps(Map.of());
    }

    static KnownGaps listed() {
        try (InputStream in = KnownGaps.class.getResourceAsStream("/differential/gaps.txt")) {
            assertThat(in).isNotNull();
            return new KnownGaps(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split(SEPARATOR, 2))
                    .collect(Collectors.toMap(parts -> parts[0], parts -> parts.length < 2 ? "" : parts[1])));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean has(String name) {
        return reasons.containsKey(name);
    }

    Set<String> names() {
        return reasons.keySet();
    }
}
