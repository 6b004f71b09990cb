package dev.kiln.engine;

import dev.kiln.engine.analysis.QueryContext;
import dev.kiln.engine.execution.QueryTranslator;
import dev.kiln.engine.files.read.InputSize;
import dev.kiln.engine.tables.TableScans;
import dev.kiln.engine.translate.Strictness;
import dev.kiln.engine.translate.TranslatedQuery;
import dev.kiln.engine.translate.Translation;
import dev.kiln.engine.translate.TranslationRequest;
import dev.kiln.engine.translate.relation.PlanTranslator;
import dev.kiln.spi.UnsupportedPlanException;
import dev.kiln.spi.UnsupportedReason;
import java.util.List;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/** Translates the plans of a session with the session's catalogs and configuration. */
final class SessionTranslator implements QueryTranslator {
    private final PlanTranslator translator;
    private final long maxInputBytes;

    /** @param maxInputBytes of the files of one query; 0 for no limit */
    SessionTranslator(PlanTranslator translator, long maxInputBytes) {
        this.translator = translator;
        this.maxInputBytes = maxInputBytes;
    }

    @Override
    public LogicalPlan settle(LogicalPlan analyzed, QueryContext context) {
        return TableScans.plan(analyzed, context.session().sessionState().catalogManager(), context.conf());
    }

    @Override
    public TranslatedQuery translate(LogicalPlan analyzed, QueryContext context, Strictness strictness) {
        if (strictness == Strictness.FAST) {
            requireSmallInput(analyzed);
        }
        Translation translation = translator.translate(new TranslationRequest(
                analyzed, context.session().sessionState().catalogManager(), context.conf(), strictness));
        if (translation instanceof Translation.Translated translated) {
            return translated.query();
        }
        throw new UnsupportedPlanException(((Translation.Refused) translation).reasons());
    }

    private void requireSmallInput(LogicalPlan plan) {
        long bytes = maxInputBytes == 0 ? 0 : InputSize.of(plan);
        if (bytes > maxInputBytes) {
            throw new UnsupportedPlanException(List.of(new UnsupportedReason(
                    "input.size",
                    "the query reads files and tables of " + bytes + " bytes, the limit is " + maxInputBytes
                            + " (kiln.embedded.maxInput)")));
        }
    }
}
