package dev.kiln.conformance.differential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.conformance.client.JavaTimeTypes;
import dev.kiln.conformance.server.TestServers;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.spark.sql.connect.SparkSession;

/**
 * A session with Kiln and one with Spark's own Connect server. What Kiln is known to refuse is listed in the resource
 * {@code differential/gaps.txt}; everything else has to agree with Spark.
 */
final class BothServers implements AutoCloseable {
    private final SparkSession kiln;
    private final SparkSession spark;
    private final Set<String> gaps;

    BothServers() {
        JavaTimeTypes.use();
        kiln = SparkSession.builder().remote(TestServers.kiln().address()).create();
        spark = SparkSession.builder().remote(TestServers.spark().address()).create();
        gaps = gaps();
        both(session -> session.conf().set("spark.sql.session.timeZone", "America/Los_Angeles"));
    }

    /** Prepares both sessions in the same way. */
    void both(Consumer<SparkSession> preparation) {
        preparation.accept(spark);
        preparation.accept(kiln);
    }

    /** Fails unless Kiln answers as Spark does, or refuses a plan that it is known to refuse. */
    void compare(Plan plan) {
        Result expected = Result.of(plan, spark);
        Result actual = Result.of(plan, kiln);
        boolean refused = actual instanceof Result.Failure failure && failure.refuses() && !actual.equals(expected);
        if (gaps.contains(plan.name())) {
            assertThat(refused)
                    .as("%s is listed as a gap and no longer is one: %s", plan.name(), actual)
                    .isTrue();
            return;
        }
        assertThat(actual).as(plan.name()).isEqualTo(expected);
    }

    private static Set<String> gaps() {
        try (InputStream in = BothServers.class.getResourceAsStream("/differential/gaps.txt")) {
            assertThat(in).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kiln.close();
        spark.close();
    }
}
