package dev.kiln.engine.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.engine.analysis.ForeignCodeFunctions;
import dev.kiln.engine.analysis.QueryRows;
import dev.kiln.engine.translate.Strictness;
import dev.kiln.engine.translate.TranslatedQuery;
import dev.kiln.engine.translate.Translation;
import dev.kiln.engine.translate.function.BuiltinFunction;
import dev.kiln.engine.translate.function.Unfolding;
import dev.kiln.engine.translate.relation.TranslationFixture;
import dev.kiln.spi.UnsupportedPlanException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The examples of Spark's documentation, with their constants turned into columns, on DuckDB and the bridge: the values
 * are those that Catalyst computes when it folds the examples as they are.
 */
class FunctionExamplesTest {
    /** Enough of them that the test says something, whatever Spark changes in its texts. */
    private static final int LEAST_COMPARED = 600;

    /** Functions that have nothing to compare, and why. */
    private static final Map<String, String> LEFT_OUT = Map.of(
            "aes_encrypt", "draws a random vector although Spark calls it deterministic",
            "current_time", "takes constants alone, and says so no sooner than when it is computed",
            "st_srid", "takes a type that no client can be sent");

    @TempDir
    Path temporary;

    @Test
    void columnsGiveWhatConstantsGive() throws Exception {
        ForeignCodeFunctions.disable();
        List<String> differences = new ArrayList<>();
        int compared = 0;
        try (TranslationFixture translation = new TranslationFixture().set("spark.sql.timeType.enabled", "true");
                Fixture database = new Fixture(temporary, 1L << 30)) {
            database.conf.setConfString("spark.sql.timeType.enabled", "true");
            database.conf.setConfString("spark.sql.session.timeZone", "America/Los_Angeles");
            for (BuiltinFunction function : BuiltinFunction.all()) {
                for (String example : function.queries()) {
                    if (LEFT_OUT.containsKey(function.name())) {
                        continue;
                    }
                    Optional<Outcomes> outcomes = outcomes(example, translation, database);
                    if (outcomes.isPresent()) {
                        compared++;
                        outcomes.filter(Outcomes::differ)
                                .ifPresent(both -> differences.add(function.name() + ": " + example + "\n  " + both));
                    }
                }
            }
        }
        assertThat(differences).isEmpty();
        assertThat(compared).isGreaterThan(LEAST_COMPARED);
    }

    private record Outcomes(String folded, String computed) {
        boolean differ() {
            return !folded.equals(computed);
        }
    }

    /** Both answers, unless the example says nothing: it needs a table, has no constants, or is a matter of chance. */
    private Optional<Outcomes> outcomes(String example, TranslationFixture translation, Fixture database) {
        LogicalPlan analyzed;
        try {
            analyzed = translation.analyze(example);
        } catch (Exception e) {
            return e instanceof AnalysisException || e instanceof UnsupportedPlanException
                    ? Optional.empty()
                    : Optional.of(new Outcomes("analysed", text(e)));
        }
        if (CollectionConverters.asJava(analyzed.expressions()).stream()
                .anyMatch(expression -> !expression.deterministic())) {
            return Optional.empty();
        }
        Optional<LogicalPlan> unfolded = translation.configured(() -> Unfolding.of(analyzed));
        return unfolded.map(columns -> translation.configured(
                () -> new Outcomes(outcome(analyzed, translation, database), outcome(columns, translation, database))));
    }

    private static String outcome(LogicalPlan plan, TranslationFixture translation, Fixture database) {
        try {
            TranslatedQuery fast = translated(plan, Strictness.FAST, translation);
            List<List<String>> rows = new ArrayList<>();
            try (DuckDbQuery query = database.query(
                            fast,
                            strictness -> translated(plan, strictness, translation),
                            Fixture.arrow(10_000, 64 << 20));
                    QueryRows results = query.rows()) {
                while (results.hasNext()) {
                    rows.add(ValueText.of(results.next(), fast.schema()));
                }
            }
            return rows.toString();
        } catch (Exception e) {
            return text(e);
        }
    }

    private static TranslatedQuery translated(LogicalPlan plan, Strictness strictness, TranslationFixture translation) {
        Translation result = translation.translate(plan, strictness);
        if (result instanceof Translation.Refused refused) {
            throw new IllegalStateException(refused.reasons().toString());
        }
        return ((Translation.Translated) result).query();
    }

    private static String text(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SparkThrowable spark && spark.getCondition() != null) {
                return spark.getCondition();
            }
        }
        return thrown.toString();
    }
}
