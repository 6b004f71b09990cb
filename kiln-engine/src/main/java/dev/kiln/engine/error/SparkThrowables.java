package dev.kiln.engine.error;

import dev.kiln.protocol.FetchErrorDetailsResponse;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.BreakingChangeInfo;
import org.apache.spark.QueryContext;
import org.apache.spark.QueryContextType;
import org.apache.spark.SparkThrowable;
import scala.jdk.javaapi.CollectionConverters;

/** The structured part of Spark's exceptions as protocol messages. */
final class SparkThrowables {
    private SparkThrowables() {}

    static FetchErrorDetailsResponse.SparkThrowable toProtocol(SparkThrowable failure) {
        FetchErrorDetailsResponse.SparkThrowable.Builder builder =
                FetchErrorDetailsResponse.SparkThrowable.newBuilder();
        if (failure.getCondition() != null) {
            builder.setErrorClass(failure.getCondition());
        }
        if (failure.getSqlState() != null) {
            builder.setSqlState(failure.getSqlState());
        }
        builder.putAllMessageParameters(withoutNulls(failure.getMessageParameters()));
        for (QueryContext context : failure.getQueryContext()) {
            builder.addQueryContexts(queryContext(context));
        }
        if (failure.getBreakingChangeInfo() != null) {
            builder.setBreakingChangeInfo(breakingChange(failure.getBreakingChangeInfo()));
        }
        return builder.build();
    }

    /** Protocol messages hold no nulls; some of Spark's conditions have parameters that are. */
    static Map<String, String> withoutNulls(Map<String, String> parameters) {
        Map<String, String> present = new HashMap<>();
        parameters.forEach((name, value) -> present.put(name, value == null ? "" : value));
        return present;
    }

    private static FetchErrorDetailsResponse.QueryContext queryContext(QueryContext context) {
        FetchErrorDetailsResponse.QueryContext.Builder builder = FetchErrorDetailsResponse.QueryContext.newBuilder()
                .setFragment(context.fragment())
                .setSummary(context.summary());
        if (context.contextType() == QueryContextType.SQL) {
            builder.setContextType(FetchErrorDetailsResponse.QueryContext.ContextType.SQL)
                    .setObjectType(context.objectType())
                    .setObjectName(context.objectName())
                    .setStartIndex(context.startIndex())
                    .setStopIndex(context.stopIndex());
        } else {
            builder.setContextType(FetchErrorDetailsResponse.QueryContext.ContextType.DATAFRAME)
                    .setCallSite(context.callSite());
        }
        return builder.build();
    }

    private static FetchErrorDetailsResponse.BreakingChangeInfo breakingChange(BreakingChangeInfo change) {
        FetchErrorDetailsResponse.BreakingChangeInfo.Builder builder =
                FetchErrorDetailsResponse.BreakingChangeInfo.newBuilder()
                        .addAllMigrationMessage(CollectionConverters.asJava(change.migrationMessage()))
                        .setNeedsAudit(change.needsAudit());
        if (change.mitigationConfig().isDefined()) {
            builder.setMitigationConfig(FetchErrorDetailsResponse.MitigationConfig.newBuilder()
                    .setKey(change.mitigationConfig().get().key())
                    .setValue(change.mitigationConfig().get().value()));
        }
        return builder.build();
    }
}
