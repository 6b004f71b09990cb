package dev.kiln.server;

import static dev.kiln.server.ErrorAssert.assertCondition;
import static dev.kiln.server.TestServer.all;
import static dev.kiln.server.TestServer.batch;
import static dev.kiln.server.TestServer.newId;
import static dev.kiln.server.TestServer.schema;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.protocol.ExecutePlanResponse;
import dev.kiln.protocol.ReleaseExecuteRequest.ReleaseAll;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExecutePlanTest {
    private final FakeEngine engine = new FakeEngine().on("two batches", (sink, operation) -> {
        sink.accept(schema());
        sink.accept(batch(3, 100));
        sink.accept(batch(4, 50));
    });
    private final TestServer server = new TestServer(engine);

    @AfterEach
    void close() {
        server.close();
        assertThat(engine.openOperations).hasValue(0);
        assertThat(engine.sessions).allMatch(session -> session.closed);
        assertThat(engine.closed).isTrue();
    }

    @Test
    void streamsStampedResponsesWithoutResultCompleteByDefault() {
        List<ExecutePlanResponse> responses =
                all(server.stub().executePlan(server.execute("two batches").build()));

        assertThat(responses).hasSize(3);
        assertThat(responses.get(0).hasSchema()).isTrue();
        assertThat(responses).allSatisfy(response -> {
            assertThat(response.getSessionId()).isEqualTo(server.session);
            assertThat(response.getServerSideSessionId()).isNotEmpty().isNotEqualTo(server.session);
            assertThat(response.getOperationId())
                    .isNotEmpty()
                    .isEqualTo(responses.get(0).getOperationId());
        });
        assertThat(responses).extracting(ExecutePlanResponse::getResponseId).doesNotHaveDuplicates();
        assertThat(responses.get(2).getArrowBatch().getStartOffset()).isEqualTo(3);
    }

    @Test
    void endsReattachableStreamsWithResultComplete() {
        String id = newId();
        List<ExecutePlanResponse> responses = all(
                server.stub().executePlan(server.reattachable("two batches", id).build()));

        assertThat(responses).hasSize(4).allMatch(response -> response.getOperationId()
                .equals(id));
        assertThat(responses.get(3).hasResultComplete()).isTrue();
    }

    @Test
    void attachesARepeatedRequestToTheFirstOperation() {
        String id = newId();
        List<ExecutePlanResponse> first = all(
                server.stub().executePlan(server.reattachable("two batches", id).build()));
        List<ExecutePlanResponse> second = all(
                server.stub().executePlan(server.reattachable("two batches", id).build()));

        assertThat(second).isEqualTo(first);
        assertThat(engine.requests).hasSize(1);
        assertCondition(
                () -> all(server.stub()
                        .executePlan(server.reattachable("another plan", id).build())),
                "INVALID_HANDLE.OPERATION_ALREADY_EXISTS");
    }

    @Test
    void doesNotRunAReleasedOperationAgain() {
        String id = newId();
        all(server.stub().executePlan(server.reattachable("two batches", id).build()));
        var release = server.release(id)
                .setReleaseAll(ReleaseAll.getDefaultInstance())
                .build();
        assertThat(server.stub().releaseExecute(release).getOperationId()).isEqualTo(id);
        assertThat(server.stub().releaseExecute(release).hasOperationId()).isFalse();

        assertCondition(
                () -> all(server.stub()
                        .executePlan(server.reattachable("two batches", id).build())),
                "INVALID_HANDLE.OPERATION_ABANDONED");
        assertCondition(
                () -> all(server.stub().reattachExecute(server.reattach(id).build())),
                "INVALID_HANDLE.OPERATION_NOT_FOUND");
    }

    @Test
    void refusesOperationIdsThatAreNoUuids() {
        assertCondition(
                () -> all(server.stub()
                        .executePlan(server.reattachable("two batches", "abc").build())),
                "INVALID_HANDLE.FORMAT");
        assertThat(all(server.stub()
                        .executePlan(
                                server.reattachable("two batches", "1-1-1-1-1").build())))
                .hasSize(4);
    }
}
