package dev.kiln.engine.command;

import dev.kiln.engine.analysis.FrontEndSession;
import dev.kiln.protocol.ExecutePlanResponse;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;

/** What a query observed about its rows, as one response. */
final class ObservedMetricsMessages {
    private ObservedMetricsMessages() {}

    /** A response, if anything was observed. */
    static Optional<ExecutePlanResponse.Builder> of(Map<String, Row> metrics, Map<String, Long> planIds) {
        if (metrics.isEmpty()) {
            return Optional.empty();
        }
        ExecutePlanResponse.Builder response = ExecutePlanResponse.newBuilder();
        metrics.forEach((name, row) -> response.addObservedMetrics(message(name, row, planIds.getOrDefault(name, 0L))));
        return Optional.of(response);
    }

    private static ExecutePlanResponse.ObservedMetrics message(String name, Row row, long planId) {
        ExecutePlanResponse.ObservedMetrics.Builder message =
                ExecutePlanResponse.ObservedMetrics.newBuilder().setName(name).setPlanId(planId);
        int position = 0;
        for (StructField field : row.schema().fields()) {
            message.addKeys(field.name());
            message.addValues(FrontEndSession.protocolLiteral(row.get(position++), field.dataType()));
        }
        return message.build();
    }
}
