package dev.kiln.engine;

import dev.kiln.engine.analysis.QueryContext;
import dev.kiln.engine.execution.QueryTranslator;
import dev.kiln.engine.translate.Strictness;
import dev.kiln.engine.translate.TranslatedQuery;
import dev.kiln.engine.translate.Translation;
import dev.kiln.engine.translate.TranslationRequest;
import dev.kiln.engine.translate.relation.PlanTranslator;
import dev.kiln.spi.UnsupportedPlanException;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/** Translates the plans of a session with the session's catalogs and configuration. */
final class SessionTranslator implements QueryTranslator {
    private final PlanTranslator translator;

    SessionTranslator(PlanTranslator translator) {
        this.translator = translator;
    }

    @Override
    public TranslatedQuery translate(LogicalPlan analyzed, QueryContext context, Strictness strictness) {
        Translation translation = translator.translate(new TranslationRequest(
                analyzed, context.session().sessionState().catalogManager(), context.conf(), strictness));
        if (translation instanceof Translation.Translated translated) {
            return translated.query();
        }
        throw new UnsupportedPlanException(((Translation.Refused) translation).reasons());
    }
}
