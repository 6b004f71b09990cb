package dev.kiln.engine.translate.function;

import dev.kiln.engine.translate.Strictness;
import dev.kiln.engine.translate.Translation;
import dev.kiln.engine.translate.relation.TranslationFixture;
import dev.kiln.spi.UnsupportedPlanException;
import dev.kiln.spi.UnsupportedReason;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/** The text of docs/functions.md, made from Spark's registries and from what the translator does with the examples. */
final class FunctionsPage {
    /** What one example says. */
    private enum Evaluation {
        NATIVE,
        BRIDGED
    }

    private final TranslationFixture translation;

    FunctionsPage(TranslationFixture translation) {
        this.translation = translation;
    }

    /** @throws AnalysisException if the registries or the examples are not what they were */
    String text() throws AnalysisException {
        Map<String, StringBuilder> groups = new TreeMap<>();
        Map<String, Integer> counts = new TreeMap<>();
        for (BuiltinFunction function : BuiltinFunction.all()) {
            FunctionSupport support = support(function);
            counts.merge(word(support), 1, Integer::sum);
            groups.computeIfAbsent(function.group(), group -> new StringBuilder())
                    .append("| `")
                    .append(function.name().replace("|", "\\|"))
                    .append("` | ")
                    .append(description(support))
                    .append(" |\n");
        }
        StringBuilder page = new StringBuilder(FunctionsPageText.HEADER);
        counts.forEach((word, count) ->
                page.append("| ").append(word).append(" | ").append(count).append(" |\n"));
        groups.forEach((group, rows) -> page.append("\n## ")
                .append(FunctionsPageText.title(group))
                .append("\n\n| function | evaluated |\n| --- | --- |\n")
                .append(rows));
        return page.toString();
    }

    private FunctionSupport support(BuiltinFunction function) throws AnalysisException {
        Map<Evaluation, Integer> evaluations = new EnumMap<>(Evaluation.class);
        SortedSet<String> reasons = new TreeSet<>();
        for (String example : function.queries()) {
            try {
                Translation result = translate(example);
                if (result instanceof Translation.Translated translated) {
                    boolean isNative = translated.query().functions().isEmpty();
                    evaluations.merge(isNative ? Evaluation.NATIVE : Evaluation.BRIDGED, 1, Integer::sum);
                } else {
                    explain(((Translation.Refused) result).reasons(), reasons);
                }
            } catch (UnsupportedPlanException e) {
                explain(e.reasons(), reasons);
            } catch (AnalysisException e) {
                // Spark's own answer without its extension modules; what is left of the examples may still tell.
                reasons.add("Spark's analyzer says " + e.getCondition() + ".");
            }
        }
        if (!reasons.isEmpty()) {
            return new FunctionSupport.Unsupported(reasons);
        }
        if (evaluations.size() > 1) {
            return new FunctionSupport.Mixed();
        }
        return evaluations.containsKey(Evaluation.NATIVE)
                ? new FunctionSupport.Native()
                : new FunctionSupport.Bridged();
    }

    private static void explain(List<UnsupportedReason> why, SortedSet<String> reasons) {
        why.stream().map(reason -> sentence(reason.explanation())).forEach(reasons::add);
    }

    private static String sentence(String text) {
        return text.endsWith(".") ? text : text + ".";
    }

    private Translation translate(String example) throws AnalysisException {
        LogicalPlan analyzed = translation.analyze(example);
        Optional<LogicalPlan> unfolded = translation.configured(() -> Unfolding.of(analyzed));
        if (unfolded.isPresent()) {
            try {
                return translation.translate(unfolded.get(), Strictness.FAST);
            } catch (Exception e) {
                // Some functions ask for constants no sooner than when they are computed.
                return translation.translate(analyzed, Strictness.FAST);
            }
        }
        return translation.translate(analyzed, Strictness.FAST);
    }

    private static String description(FunctionSupport support) {
        return support instanceof FunctionSupport.Unsupported unsupported
                ? word(support) + ": " + String.join(" ", unsupported.reasons())
                : word(support);
    }

    private static String word(FunctionSupport support) {
        if (support instanceof FunctionSupport.Native) {
            return "native";
        }
        if (support instanceof FunctionSupport.Mixed) {
            return "native or bridged";
        }
        return support instanceof FunctionSupport.Bridged ? "bridged" : "unsupported";
    }
}
