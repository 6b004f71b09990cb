package dev.kiln.conformance.differential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.conformance.client.JavaTimeTypes;
import dev.kiln.conformance.server.TestServers;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.spark.sql.connect.SparkSession;

/**
 * A session with Kiln and one with Spark's own Connect server, in the same state. What Kiln is known to refuse is listed
 * in {@link KnownGaps}; everything else has to agree with Spark. Safe for use by several threads.
 */
final class BothServers implements AutoCloseable {
    /** So that Spark spends its time on answers: compiling a query takes far longer than running it on so little data. */
    private static final Map<String, String> INTERPRETED = Map.of(
            "spark.sql.codegen.wholeStage", "false",
            "spark.sql.codegen.factoryMode", "NO_CODEGEN",
            "spark.sql.adaptive.enabled", "false");

    private final SparkSession kiln;
    private final SparkSession spark;
    private final KnownGaps gaps;

    BothServers(KnownGaps gaps, Map<String, String> settings) {
        JavaTimeTypes.use();
        this.gaps = gaps;
        kiln = SparkSession.builder().remote(TestServers.kiln().address()).create();
        spark = SparkSession.builder().remote(TestServers.spark().address()).create();
        both(session -> {
            session.conf().set("spark.sql.session.timeZone", "America/Los_Angeles");
            settings.forEach((key, value) -> session.conf().set(key, value));
        });
        INTERPRETED.forEach((key, value) -> spark.conf().set(key, value));
    }

    /** Prepares both sessions in the same way. */
    void both(Consumer<SparkSession> preparation) {
        preparation.accept(spark);
        preparation.accept(kiln);
    }

    /** Fails unless Kiln answers as Spark does, or refuses a plan that it is known to refuse; returns Spark's answer. */
    Result compare(Plan plan) {
        Result expected = ask(plan);
        compare(plan, expected);
        return expected;
    }

    /** Compares with Spark a plan that Spark is to answer with rows. */
    Result.Rows compareRows(Plan plan) {
        Result expected = ask(plan);
        assertThat(expected).as("Spark's answer to %s", plan.question()).isInstanceOf(Result.Rows.class);
        compare(plan, expected);
        return (Result.Rows) expected;
    }

    /** Compares expressions: in one statement, and in ever smaller ones if Spark refuses it or Kiln differs. */
    void compare(Selection selection) {
        selection.singles().stream()
                .filter(single -> gaps.has(single.name()))
                .forEach(single -> compare(single.plan()));
        List<String> others = selection.without(gaps::has);
        if (!others.isEmpty()) {
            compareAll(selection.with(others));
        }
    }

    private void compareAll(Selection selection) {
        Plan plan = selection.plan();
        Result expected = ask(plan);
        if (selection.isSingle()) {
            compare(plan, expected);
            return;
        }
        if (expected instanceof Result.Rows && Result.of(plan, kiln).equals(expected)) {
            return;
        }
        selection.halves().forEach(this::compareAll);
        if (expected instanceof Result.Rows) {
            compare(plan, expected); // each half agrees, so what differs is what they make of each other
        }
    }

    private Result ask(Plan plan) {
        Result result = Result.of(plan, spark);
        assertThat(result instanceof Result.Failure failure
                        && failure.condition().isEmpty())
                .as("Spark fails without a condition on %s: %s", plan.question(), result)
                .isFalse();
        return result;
    }

    private void compare(Plan plan, Result expected) {
        Result actual = Result.of(plan, kiln);
        if (gaps.has(plan.name())) {
            assertThat(actual instanceof Result.Failure failure && failure.refuses())
                    .as("%s is listed as a gap and no longer is one: %s", plan.name(), actual)
                    .isTrue();
            return;
        }
        if (actual instanceof Result.Rows given && expected instanceof Result.Rows wanted) {
            assertThat(given.schema()).as("schema of %s", plan.question()).isEqualTo(wanted.schema());
            assertThat(given.rows())
                    .as("rows of %s", plan.question())
                    .containsExactlyInAnyOrderElementsOf(wanted.rows());
            assertThat(given.keys()).as("order of %s", plan.question()).isEqualTo(wanted.keys());
        }
        assertThat(actual).as(plan.question()).isEqualTo(expected);
    }

    @Override
    public void close() {
        kiln.close();
        spark.close();
    }
}
