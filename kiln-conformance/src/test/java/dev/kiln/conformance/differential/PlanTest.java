package dev.kiln.conformance.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Plans of every class of relations and expressions over small tables with values at the edges. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlanTest {
    private static final int ANSI_EVERY = Integer.getInteger("ansi.every", 3);

    private final KnownGaps gaps = KnownGaps.listed();
    private BothServers strict;
    private BothServers lenient;

    @BeforeAll
    void connect() {
        strict = connect("true");
        lenient = connect("false");
    }

    private BothServers connect(String ansi) {
        BothServers servers = new BothServers(
                gaps, Map.of("spark.sql.ansi.enabled", ansi, "spark.sql.leafNodeDefaultParallelism", "1"));
        servers.both(EdgeTables::create);
        return servers;
    }

    @AfterAll
    void disconnect() {
        strict.close();
        lenient.close();
    }

    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicTest> relations() {
        return RelationPlans.all().map(plan -> dynamicTest(plan.name(), () -> strict.compareRows(plan)));
    }

    /** Plans that Spark refuses: Kiln has to, for the same reason. */
    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicTest> errors() {
        return ErrorPlans.all()
                .map(plan -> dynamicTest(
                        plan.name(), () -> assertThat(strict.compare(plan)).isInstanceOf(Result.Failure.class)));
    }

    /** Without the errors of ANSI mode, so that a plan shows the results for all values. */
    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicTest> expressions() {
        return ExpressionPlans.all().map(selection -> dynamicTest(selection.name(), () -> lenient.compare(selection)));
    }

    /** Most statements fail here and are asked again in halves, which takes long: each build compares some of them. */
    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicTest> expressionsInAnsiMode() {
        List<Selection> all = ExpressionPlans.all().toList();
        return IntStream.range(0, all.size())
                .filter(number -> number % ANSI_EVERY == 0)
                .mapToObj(all::get)
                .map(selection -> dynamicTest(selection.name(), () -> strict.compare(selection)));
    }

    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicTest> randomExpressions() {
        return RandomPlans.expressions()
                .map(selection -> dynamicTest(selection.name(), () -> lenient.compare(selection)));
    }

    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicTest> randomQueries() {
        return RandomPlans.queries().map(plan -> dynamicTest(plan.name(), () -> lenient.compareRows(plan)));
    }

    @Test
    void namesAreDifferentAndGapsAreNamesOfPlans() {
        List<String> names = Stream.of(
                        RelationPlans.all().map(Plan::name),
                        ErrorPlans.all().map(Plan::name),
                        ExpressionPlans.all()
                                .flatMap(all -> all.singles().stream())
                                .map(Selection::name))
                .flatMap(plans -> plans)
                .toList();
        assertThat(names).doesNotHaveDuplicates();
        Set<String> unknown = new TreeSet<>(gaps.names());
        names.forEach(unknown::remove);
        assertThat(unknown).as("gaps that no plan has").isEmpty();
    }
}
