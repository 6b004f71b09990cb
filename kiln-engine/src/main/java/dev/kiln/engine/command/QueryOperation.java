package dev.kiln.engine.command;

import com.google.protobuf.ByteString;
import dev.kiln.engine.analysis.ArrowBatchConsumer;
import dev.kiln.engine.analysis.FrontEndSession;
import dev.kiln.engine.analysis.Observations;
import dev.kiln.engine.analysis.PlannedQuery;
import dev.kiln.engine.analysis.QueryContext;
import dev.kiln.engine.analysis.RunnableQuery;
import dev.kiln.protocol.ExecutePlanResponse;
import dev.kiln.protocol.Relation;
import dev.kiln.spi.ResultSink;
import java.util.Optional;
import org.apache.spark.sql.types.StructType;

/** Runs a relation and streams its schema, its rows and what it measured. */
public final class QueryOperation extends SessionOperation {
    private final Relation relation;
    private Optional<RunnableQuery> prepared = Optional.empty();
    private Optional<PlannedQuery> planned = Optional.empty();

    public QueryOperation(FrontEndSession session, String operationId, Relation relation) {
        super(session, operationId);
        this.relation = relation;
    }

    /**
     * Plans and translates the relation ahead of the run, so that errors and refusals are known. To be called with the
     * session active, for relations only that run nothing while they are planned.
     */
    public void prepare() {
        PlannedQuery query = PlannedQuery.of(session(), relation);
        planned = Optional.of(query);
        if (query.isQuery() && query.localRows().isEmpty()) {
            prepared = Optional.of(translate(query));
        }
    }

    @Override
    void execute(ResultSink sink) {
        PlannedQuery query = planned.orElseGet(() -> PlannedQuery.of(session(), relation));
        if (!query.isQuery()) {
            session().changing(() -> {
                query.runCommands();
                return null;
            });
        }
        StructType schema = query.schema();
        query.requireSupportedTypes();
        if (query.localRows().isPresent()) {
            sendSchema(schema, sink);
            LocalResults.stream(query.localRows().get(), schema, query.conf(), batches(sink));
        } else {
            RunnableQuery running = prepared.orElseGet(() -> translate(query));
            prepared = Optional.of(running);
            scope().started(running);
            try {
                sendSchema(schema, sink);
                running.stream(batches(sink));
            } finally {
                scope().ended(running);
            }
        }
        sink.accept(ExecutePlanResponse.newBuilder().setMetrics(ExecutePlanResponse.Metrics.getDefaultInstance()));
        scope().observed(Observations.measure(query.executable(), session().runner(), context()));
        ObservedMetricsMessages.send(scope().observations(), sink);
    }

    private QueryContext context() {
        return new QueryContext(session().spark(), operationId());
    }

    private RunnableQuery translate(PlannedQuery query) {
        return session().runner().prepare(query.executable(), context());
    }

    private static void sendSchema(StructType schema, ResultSink sink) {
        sink.accept(ExecutePlanResponse.newBuilder().setSchema(FrontEndSession.protocolType(schema)));
    }

    private static ArrowBatchConsumer batches(ResultSink sink) {
        return new ArrowBatchConsumer() {
            private long sent;

            @Override
            public void accept(ByteString ipcStream, long rows) {
                sink.accept(ExecutePlanResponse.newBuilder()
                        .setArrowBatch(ExecutePlanResponse.ArrowBatch.newBuilder()
                                .setRowCount(rows)
                                .setStartOffset(sent)
                                .setData(ipcStream)));
                sent += rows;
            }
        };
    }

    @Override
    public String description() {
        return "embedded: " + relation.getRelTypeCase();
    }

    @Override
    public void close() {
        prepared.ifPresent(RunnableQuery::close);
        prepared = Optional.empty();
    }
}
