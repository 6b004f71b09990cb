package dev.kiln.cli.client;

import dev.kiln.protocol.Command;
import dev.kiln.protocol.DataType;
import dev.kiln.protocol.ExecutePlanRequest;
import dev.kiln.protocol.ExecutePlanResponse;
import dev.kiln.protocol.InterruptRequest;
import dev.kiln.protocol.Plan;
import dev.kiln.protocol.Relation;
import dev.kiln.protocol.ReleaseSessionRequest;
import dev.kiln.protocol.SQL;
import dev.kiln.protocol.SparkConnectServiceGrpc;
import dev.kiln.protocol.SparkConnectServiceGrpc.SparkConnectServiceBlockingStub;
import dev.kiln.protocol.SqlCommand;
import dev.kiln.protocol.UserContext;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * One session with a Spark Connect server. Runs one statement at a time; {@link #interrupt()} may be called from another
 * thread.
 */
public final class ConnectClient implements AutoCloseable {
    private static final String CLIENT_TYPE = "kiln-sql";
    private static final int MAX_MESSAGE_BYTES = 512 << 20;
    private static final long SHORT_CALL_SECONDS = 10;

    private final RemoteAddress address;
    private final ManagedChannel channel;
    private final SparkConnectServiceBlockingStub stub;
    private final UserContext user;
    private final String sessionId;
    private final ArrowRows arrow = new ArrowRows();

    private ConnectClient(RemoteAddress address, ManagedChannel channel) {
        this.address = address;
        this.channel = channel;
        this.user = UserContext.newBuilder()
                .setUserId(address.userId().orElseGet(() -> System.getProperty("user.name", "")))
                .build();
        this.sessionId = address.sessionId().orElseGet(() -> UUID.randomUUID().toString());
        this.stub = SparkConnectServiceGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers(address)));
    }

    /** Prepares a session; the server is first called when the first statement runs. */
    public static ConnectClient open(RemoteAddress address) {
        NettyChannelBuilder builder =
                NettyChannelBuilder.forAddress(address.host(), address.port()).maxInboundMessageSize(MAX_MESSAGE_BYTES);
        if (address.tls()) {
            builder.useTransportSecurity();
        } else {
            builder.usePlaintext();
        }
        return new ConnectClient(address, builder.build());
    }

    private static Metadata headers(RemoteAddress address) {
        Metadata headers = new Metadata();
        address.token().ifPresent(token -> headers.put(header("authorization"), "Bearer " + token));
        address.headers().forEach((name, value) -> headers.put(header(name), value));
        return headers;
    }

    private static Metadata.Key<String> header(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }

    /**
     * Runs a statement and hands its answer to the listener. If the listener throws, the rest of the answer is not read.
     *
     * @throws StatementException with what the server said
     */
    public void run(String sql, ResultListener listener) {
        Context.CancellableContext context = Context.current().withCancellation();
        Context previous = context.attach();
        try {
            Relation relation = command(sql, listener);
            query(relation, listener);
        } catch (StatusRuntimeException e) {
            throw new ServerErrors(stub, user, sessionId, address).translate(e);
        } finally {
            context.detach(previous);
            context.cancel(null);
        }
    }

    /** What the statement becomes: commands have been executed and are rows by now, queries are still to be run. */
    private Relation command(String sql, ResultListener listener) {
        SqlCommand.Builder command = SqlCommand.newBuilder()
                .setInput(Relation.newBuilder().setSql(SQL.newBuilder().setQuery(sql)));
        Optional<Relation> result = Optional.empty();
        Iterator<ExecutePlanResponse> responses =
                execute(Plan.newBuilder().setCommand(Command.newBuilder().setSqlCommand(command)));
        while (responses.hasNext()) {
            ExecutePlanResponse response = responses.next();
            if (response.hasSqlCommandResult()) {
                result = Optional.of(response.getSqlCommandResult().getRelation());
            }
            report(response, listener);
        }
        return result.orElseThrow(() -> new IllegalStateException("the server answered no relation to a statement"));
    }

    private void query(Relation relation, ResultListener listener) {
        List<Column> columns = List.of();
        boolean announced = false;
        Iterator<ExecutePlanResponse> responses = execute(Plan.newBuilder().setRoot(relation));
        while (responses.hasNext()) {
            ExecutePlanResponse response = responses.next();
            if (response.hasSchema() && !announced) {
                columns = columns(response.getSchema());
                listener.columns(columns);
                announced = true;
            }
            if (response.hasArrowBatch()) {
                listener.rows(arrow.read(columns, response.getArrowBatch().getData()));
            }
            report(response, listener);
        }
    }

    private Iterator<ExecutePlanResponse> execute(Plan.Builder plan) {
        return stub.executePlan(ExecutePlanRequest.newBuilder()
                .setUserContext(user)
                .setSessionId(sessionId)
                .setClientType(CLIENT_TYPE)
                .setPlan(plan)
                .build());
    }

    private static List<Column> columns(DataType schema) {
        List<Column> columns = new ArrayList<>();
        schema.getStruct()
                .getFieldsList()
                .forEach(field -> columns.add(new Column(field.getName(), field.getDataType())));
        return columns;
    }

    private static void report(ExecutePlanResponse response, ResultListener listener) {
        if (response.hasExtension()) {
            Announcements.read(response.getExtension(), listener);
        }
        if (!response.hasExecutionProgress()) {
            return;
        }
        long tasks = 0;
        long completed = 0;
        for (ExecutePlanResponse.ExecutionProgress.StageInfo stage :
                response.getExecutionProgress().getStagesList()) {
            tasks += stage.getNumTasks();
            completed += stage.getNumCompletedTasks();
        }
        if (tasks > 0) {
            listener.progress(Math.min(1, (double) completed / tasks));
        }
    }

    /** Asks the server to end what this session runs. The thread that runs the statement sees it fail. */
    public void interrupt() {
        try {
            InterruptRequest request = InterruptRequest.newBuilder()
                    .setUserContext(user)
                    .setSessionId(sessionId)
                    .setClientType(CLIENT_TYPE)
                    .setInterruptType(InterruptRequest.InterruptType.INTERRUPT_TYPE_ALL)
                    .build();
            stub.withDeadlineAfter(SHORT_CALL_SECONDS, TimeUnit.SECONDS).interrupt(request);
        } catch (StatusRuntimeException e) {
            throw new ServerErrors(stub, user, sessionId, address).translate(e);
        }
    }

    /** Gives the session up. Errors do not matter any more: the server expires what it was not told about. */
    @Override
    public void close() {
        try {
            ReleaseSessionRequest request = ReleaseSessionRequest.newBuilder()
                    .setUserContext(user)
                    .setSessionId(sessionId)
                    .setClientType(CLIENT_TYPE)
                    .build();
            stub.withDeadlineAfter(SHORT_CALL_SECONDS, TimeUnit.SECONDS).releaseSession(request);
        } catch (StatusRuntimeException e) {
            // Nothing is lost.
        } finally {
            channel.shutdownNow();
            arrow.close();
        }
    }
}
