package dev.kiln.server.grpc;

import static dev.kiln.server.error.Condition.UNKNOWN_ANALYZE_METHOD;

import dev.kiln.protocol.AnalyzePlanRequest;
import dev.kiln.protocol.AnalyzePlanResponse;
import dev.kiln.server.error.FrontDoorErrors;
import dev.kiln.server.operation.CompressedPlans;
import dev.kiln.server.session.Session;
import dev.kiln.server.session.Sessions;
import java.util.Map;

/** Has the engine analyse plans, after unpacking them. */
final class AnalyzePlanHandler {
    private final Sessions sessions;
    private final CompressedPlans compressedPlans;

    AnalyzePlanHandler(Sessions sessions, CompressedPlans compressedPlans) {
        this.sessions = sessions;
        this.compressedPlans = compressedPlans;
    }

    AnalyzePlanResponse handle(Caller caller, AnalyzePlanRequest request) {
        Session session = sessions.getOrCreate(caller.identity(), caller.observed(), caller.wishes());
        AnalyzePlanRequest unpacked = unpack(request);
        return session.withEngine(engine -> engine.analyze(unpacked)).toBuilder()
                .setSessionId(session.sessionId())
                .setServerSideSessionId(session.serverSessionId())
                .build();
    }

    private AnalyzePlanRequest unpack(AnalyzePlanRequest request) {
        AnalyzePlanRequest.Builder unpacked = request.toBuilder();
        switch (request.getAnalyzeCase()) {
            case SCHEMA ->
                unpacked.getSchemaBuilder()
                        .setPlan(compressedPlans.unpack(request.getSchema().getPlan()));
            case EXPLAIN ->
                unpacked.getExplainBuilder()
                        .setPlan(compressedPlans.unpack(request.getExplain().getPlan()));
            case TREE_STRING ->
                unpacked.getTreeStringBuilder()
                        .setPlan(compressedPlans.unpack(request.getTreeString().getPlan()));
            case IS_LOCAL ->
                unpacked.getIsLocalBuilder()
                        .setPlan(compressedPlans.unpack(request.getIsLocal().getPlan()));
            case IS_STREAMING ->
                unpacked.getIsStreamingBuilder()
                        .setPlan(compressedPlans.unpack(request.getIsStreaming().getPlan()));
            case INPUT_FILES ->
                unpacked.getInputFilesBuilder()
                        .setPlan(compressedPlans.unpack(request.getInputFiles().getPlan()));
            case SEMANTIC_HASH ->
                unpacked.getSemanticHashBuilder()
                        .setPlan(
                                compressedPlans.unpack(request.getSemanticHash().getPlan()));
            case SAME_SEMANTICS ->
                unpacked.getSameSemanticsBuilder()
                        .setTargetPlan(compressedPlans.unpack(
                                request.getSameSemantics().getTargetPlan()))
                        .setOtherPlan(compressedPlans.unpack(
                                request.getSameSemantics().getOtherPlan()));
            case SPARK_VERSION, DDL_PARSE, PERSIST, UNPERSIST, GET_STORAGE_LEVEL, JSON_TO_DDL -> {
                // These hold no plan that could be compressed.
            }
            case ANALYZE_NOT_SET ->
                throw FrontDoorErrors.of(
                        UNKNOWN_ANALYZE_METHOD,
                        Map.of("other", request.getAnalyzeCase().name()));
        }
        return unpacked.build();
    }
}
