package dev.kiln.spark.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.protocol.Plan;
import org.junit.jupiter.api.Test;

final class OlderSparkTest {
    private static final Plan COMMAND = TestSession.command("SELECT 1");

    @Test
    @SuppressWarnings("deprecation")
    void statementsAreFoundWhereSpark35LooksForThem() {
        assertThat(OlderSpark.understandable(COMMAND, "3.5.5")
                        .getCommand()
                        .getSqlCommand()
                        .getSql())
                .isEqualTo("SELECT 1");
    }

    @Test
    void nothingElseIsTouched() {
        Plan query = TestSession.query("SELECT 1");
        assertThat(OlderSpark.understandable(query, "3.5.5")).isSameAs(query);
        assertThat(OlderSpark.understandable(COMMAND, "4.2.0")).isSameAs(COMMAND);
    }
}
