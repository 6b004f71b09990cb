package dev.kiln.engine.command;

import dev.kiln.engine.analysis.FrontEndSession;
import dev.kiln.engine.analysis.Observation;
import dev.kiln.protocol.ExecutePlanResponse;
import dev.kiln.spi.ResultSink;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;

/** What queries observed about their rows, as one response. */
final class ObservedMetricsMessages {
    private ObservedMetricsMessages() {}

    /** Sends a response, if anything was observed. */
    static void send(List<Observation> observations, ResultSink sink) {
        if (observations.isEmpty()) {
            return;
        }
        ExecutePlanResponse.Builder response = ExecutePlanResponse.newBuilder();
        observations.forEach(observation -> response.addObservedMetrics(message(observation)));
        sink.accept(response);
    }

    private static ExecutePlanResponse.ObservedMetrics message(Observation observation) {
        ExecutePlanResponse.ObservedMetrics.Builder message = ExecutePlanResponse.ObservedMetrics.newBuilder()
                .setName(observation.name())
                .setPlanId(observation.planId());
        Row values = observation.values();
        int position = 0;
        for (StructField field : values.schema().fields()) {
            message.addKeys(field.name());
            message.addValues(FrontEndSession.protocolLiteral(values.get(position++), field.dataType()));
        }
        return message.build();
    }
}
