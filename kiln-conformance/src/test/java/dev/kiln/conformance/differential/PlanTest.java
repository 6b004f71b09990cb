package dev.kiln.conformance.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** Plans of every class of relations and expressions over small tables with values at the edges. */
@Tag("differential")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlanTest {
    private BothServers servers;

    @BeforeAll
    void connect() {
        servers = new BothServers();
        servers.both(EdgeTables::create);
    }

    @AfterAll
    void disconnect() {
        servers.close();
    }

    @TestFactory
    Stream<DynamicTest> relations() {
        return tests(RelationPlans.all().toList(), "true");
    }

    /** With the errors of ANSI mode switched off, so that a plan shows the results for all values at once. */
    @TestFactory
    Stream<DynamicTest> expressions() {
        return tests(ExpressionPlans.all().toList(), "false");
    }

    private Stream<DynamicTest> tests(List<Plan> plans, String ansi) {
        assertThat(plans).extracting(Plan::name).doesNotHaveDuplicates();
        servers.both(session -> session.conf().set("spark.sql.ansi.enabled", ansi));
        return plans.stream().map(plan -> dynamicTest(plan.name(), () -> servers.compare(plan)));
    }
}
