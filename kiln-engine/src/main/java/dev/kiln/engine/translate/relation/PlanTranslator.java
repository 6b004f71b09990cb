package dev.kiln.engine.translate.relation;

import dev.kiln.engine.translate.ScanTranslator;
import dev.kiln.engine.translate.TranslatedQuery;
import dev.kiln.engine.translate.Translation;
import dev.kiln.engine.translate.TranslationOptions;
import dev.kiln.engine.translate.TranslationRequest;
import dev.kiln.engine.translate.expression.Columns;
import dev.kiln.engine.translate.expression.QueryAssembly;
import dev.kiln.sql.QueryBlock;
import java.util.List;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/** Translates whole plans. Immutable and safe for use by many threads. */
public final class PlanTranslator {
    private final List<ScanTranslator> scans;

    /** @param scans asked in order for every relation that is not Catalyst's own */
    public PlanTranslator(List<ScanTranslator> scans) {
        this.scans = List.copyOf(scans);
    }

    /**
     * Translates a plan. Constants are computed on the way; if that fails, Spark's exception is thrown.
     *
     * @return the query, or every reason why there is none
     */
    public Translation translate(TranslationRequest request) {
        LogicalPlan plan = PlanPreparation.prepare(request.plan(), request.catalogs(), request.conf());
        QueryAssembly assembly = new QueryAssembly(new TranslationOptions(request.conf(), request.strictness()));
        PlanScope scope = new PlanScope(assembly, scans, Columns.none());
        QueryBlock block = scope.translate(plan);
        if (!assembly.reasons().isEmpty()) {
            return new Translation.Refused(assembly.reasons());
        }
        QueryBlock result = scope.positional(
                block, plan.output(), PlanScope.positions(plan.output().size()));
        return new Translation.Translated(new TranslatedQuery(
                result, request.plan().schema(), assembly.functions(), assembly.sources(), assembly.textRule()));
    }
}
