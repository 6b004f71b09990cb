package dev.kiln.engine.analysis;

import com.google.protobuf.Message;
import dev.kiln.protocol.AnalyzePlanRequest;
import dev.kiln.protocol.AnalyzePlanResponse;
import dev.kiln.protocol.Catalog;
import dev.kiln.protocol.Command;
import dev.kiln.protocol.DataType;
import dev.kiln.protocol.ExecutePlanRequest;
import dev.kiln.protocol.ExecutePlanResponse;
import dev.kiln.protocol.Expression;
import dev.kiln.protocol.Plan;
import dev.kiln.protocol.Relation;
import dev.kiln.protocol.SQL;
import dev.kiln.protocol.UserContext;
import dev.kiln.protocol.WithRelations;
import dev.kiln.spi.StateChange;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.connect.common.DataTypeProtoConverter;
import org.apache.spark.sql.connect.common.LiteralValueProtoConverter;
import org.apache.spark.sql.connect.config.Connect;
import org.apache.spark.sql.connect.planner.SparkConnectPlanner;
import org.apache.spark.sql.connect.service.ExecuteHolder;
import org.apache.spark.sql.connect.service.ExecuteKey;
import org.apache.spark.sql.connect.service.SessionHolder;
import org.apache.spark.sql.connect.service.SparkConnectAnalyzeHandler;
import org.apache.spark.sql.types.StructType;
import scala.Option;

/**
 * One session of the front end. Every use of Spark's classes goes through {@link #within}, which makes the session the
 * active one of the calling thread for that time. Safe for use by many threads.
 */
public final class FrontEndSession implements AutoCloseable {
    private final String userId;
    private final String sessionId;
    private final EmbeddedSparkSession spark;
    private final SparkFrontEnd frontEnd;
    private final SessionHolder holder;

    FrontEndSession(String userId, String sessionId, EmbeddedSparkSession spark, SparkFrontEnd frontEnd) {
        this.userId = userId;
        this.sessionId = sessionId;
        this.spark = spark;
        this.frontEnd = frontEnd;
        this.holder = within(() -> new SessionHolder(userId, sessionId, spark));
        holder.eventManager().postStarted();
    }

    /** Runs the body with this session active, and leaves nothing on the thread. Not to be nested. */
    public <T> T within(Supplier<T> body) {
        SparkSession.setActiveSession(spark);
        try {
            return body.get();
        } finally {
            SparkSession.clearActiveSession();
            frontEnd.clearThread();
        }
    }

    public org.apache.spark.sql.classic.SparkSession spark() {
        return spark;
    }

    public QueryRunner runner() {
        return frontEnd.runner();
    }

    public String userId() {
        return userId;
    }

    public String sessionId() {
        return sessionId;
    }

    /** Spark Connect's own view of the session. */
    public SessionHolder holder() {
        return holder;
    }

    /** An execution as Spark Connect's planner wants one for commands; nothing of it is started. */
    private ExecuteHolder execution(String operationId, Plan plan) {
        ExecutePlanRequest request = ExecutePlanRequest.newBuilder()
                .setSessionId(sessionId)
                .setUserContext(UserContext.newBuilder().setUserId(userId))
                .setOperationId(operationId)
                .setPlan(plan)
                .build();
        ExecuteHolder execution = new ExecuteHolder(
                new ExecuteKey(userId, sessionId, operationId),
                MessageCodec.toSpark(request, org.apache.spark.connect.proto.ExecutePlanRequest.parser()),
                holder);
        execution.eventsManager().postStarted();
        return execution;
    }

    /**
     * Runs a command by Spark's own code.
     *
     * @param responses takes what the command answers, with Spark's ids still in it
     */
    public void run(Command command, String operationId, Consumer<ExecutePlanResponse> responses) {
        ExecuteHolder execution =
                execution(operationId, Plan.newBuilder().setCommand(command).build());
        Supplier<Void> process = () -> {
            planner(Option.apply(execution))
                    .process(execution.request().getPlan().getCommand(), new ForwardingObserver(responses));
            return null;
        };
        // SQL text tells by itself whether it changes anything.
        if (command.hasSqlCommand() && !MessageTree.anyMatch(command, FrontEndSession::changesNames)) {
            process.get();
        } else {
            changing(process);
        }
    }

    /** Whether the text, which has no parameters, is known to be a query that can be analysed. */
    public boolean isKnownQuery(String text) {
        return spark.analyzedQueries().isQuery(text);
    }

    /** Whether the text is nothing but a query, so that to plan it runs nothing. Analyses nothing. */
    public boolean isQuery(String text) {
        return isKnownQuery(text)
                || QueryText.isQuery(text, spark.sessionState().sqlParser());
    }

    /** What a plan would change of the session's state. Runs nothing, and analyses no more than texts that are computed. */
    public StateChange stateChange(Plan plan) {
        return new PlannedChanges(new TextChanges(
                        spark.sessionState().sqlParser(), expression -> ConstantText.of(expression, spark)))
                .of(plan);
    }

    /** Forgets, for all sessions, what was remembered of tables and files. */
    public void refresh() {
        frontEnd.noteChangeElsewhere();
    }

    /** The unresolved plan of a relation; some relations, such as {@code show_string}, run queries on the way. */
    public LogicalPlan plan(Relation relation) {
        return planning(relation, () -> planner(Option.empty())
                .transformRelation(
                        MessageCodec.toSpark(relation, org.apache.spark.connect.proto.Relation.parser()), true));
    }

    private SparkConnectPlanner planner(Option<ExecuteHolder> execution) {
        return new SessionPlanner(holder, execution, spark.analyzedQueries());
    }

    /** Runs a body that plans relations, and notes what it may change. */
    private <T> T planning(Message message, Supplier<T> body) {
        boolean changes = MessageTree.anyMatch(
                message, part -> changesNames(part) || part instanceof SQL sql && !isKnownQuery(sql.getQuery()));
        return changes ? changing(body) : body.get();
    }

    /** References in SQL text are temporary views while it is planned. */
    private static boolean changesNames(Message message) {
        return message instanceof Catalog || message instanceof WithRelations;
    }

    /** Runs a body that may change what later requests mean: settings, names, tables. */
    public <T> T changing(Supplier<T> body) {
        return frontEnd.changes().during(body);
    }

    /** Spark's own answer to an analyse request. */
    public AnalyzePlanResponse analyze(AnalyzePlanRequest request) {
        org.apache.spark.connect.proto.AnalyzePlanRequest sparkRequest =
                MessageCodec.toSpark(request, org.apache.spark.connect.proto.AnalyzePlanRequest.parser());
        return planning(
                request,
                () -> MessageCodec.fromSpark(
                        new SparkConnectAnalyzeHandler(null).process(sparkRequest, holder),
                        AnalyzePlanResponse.parser()));
    }

    /** The type of a result as the protocol writes it. */
    public static DataType protocolType(StructType schema) {
        return MessageCodec.fromSpark(DataTypeProtoConverter.toConnectProtoType(schema, false), DataType.parser());
    }

    /** A value of a Catalyst type as the protocol writes it. */
    public static Expression.Literal protocolLiteral(Object value, org.apache.spark.sql.types.DataType type) {
        return MessageCodec.fromSpark(
                LiteralValueProtoConverter.toLiteralProto(value, type), Expression.Literal.parser());
    }

    /** Whether the session's errors are to carry the server's stack traces. */
    public boolean showsStackTraces() {
        return (Boolean) spark.sessionState().conf().getConf(Connect.CONNECT_SERVER_STACKTRACE_ENABLED());
    }

    /** A session that starts with this one's state; afterwards neither sees changes of the other. */
    public FrontEndSession copy(String targetUserId, String targetSessionId) {
        return new FrontEndSession(targetUserId, targetSessionId, within(spark::cloneSession), frontEnd);
    }

    @Override
    public void close() {
        frontEnd.forgetMetrics();
    }
}
