package dev.kiln.server.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.kiln.protocol.ExecutePlanResponse;
import dev.kiln.protocol.ExecutePlanResponse.ArrowBatch;
import dev.kiln.server.operation.ResponseBuffer.Next;
import dev.kiln.spi.EngineException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ResponseBufferTest {
    private final ResponseBuffer buffer = new ResponseBuffer(3000, 2000);

    private static ExecutePlanResponse.Builder kilobyte() {
        return ExecutePlanResponse.newBuilder()
                .setArrowBatch(ArrowBatch.newBuilder().setData(ByteString.copyFrom(new byte[1000])));
    }

    private String take(long after) {
        return ((Next.Response) buffer.takeAfter(after)).response().getResponseId();
    }

    @Test
    void givesResponsesIdsByWhichTheyAreFound() {
        buffer.append(kilobyte());
        buffer.append(kilobyte());
        String first = take(0);
        String second = take(1);
        assertThat(first).isNotEqualTo(second);
        assertThat(UUID.fromString(first)).hasToString(first);
        assertThat(buffer.indexOf(first)).isEqualTo(1);
        assertThat(buffer.indexOf(second)).isEqualTo(2);
        assertThat(buffer.takeAfter(2)).isEqualTo(Next.Nothing.YET);
        for (String foreign : new String[] {"", "x", UUID.randomUUID().toString()}) {
            assertThatThrownBy(() -> buffer.indexOf(foreign)).hasMessageContaining("POSITION_NOT_FOUND");
        }
    }

    @Test
    void keepsSentResponsesUpToTheLimit() {
        for (int i = 0; i < 10; i++) {
            buffer.append(kilobyte());
            take(i);
            assertThat(buffer.heldBytes()).isLessThanOrEqualTo(3000);
        }
        assertThatThrownBy(() -> buffer.takeAfter(0)).hasMessageContaining("POSITION_NOT_AVAILABLE");
        assertThat(take(8)).isNotEmpty();
        String dropped = new ResponseIds().of(1);
        assertThatThrownBy(() -> buffer.indexOf(dropped)).isInstanceOf(EngineException.class);
    }

    @Test
    void keepsTheLastResponseHoweverLarge() {
        ResponseBuffer small = new ResponseBuffer(0, 2000);
        small.append(kilobyte());
        small.takeAfter(0);
        assertThat(small.takeAfter(0)).isInstanceOf(Next.Response.class);
        small.append(kilobyte());
        small.takeAfter(1);
        assertThatThrownBy(() -> small.takeAfter(0)).hasMessageContaining("POSITION_NOT_AVAILABLE");
    }

    @Test
    void holdsTheProducerUntilTheReaderTakes() throws Exception {
        buffer.append(kilobyte());
        buffer.append(kilobyte());
        CompletableFuture<Void> third = CompletableFuture.runAsync(() -> buffer.append(kilobyte()));
        assertThat(buffer.heldBytes()).isBetween(2000L, 2200L);
        assertThat(third).isNotDone();
        take(0);
        third.get(30, TimeUnit.SECONDS);
    }

    @Test
    void letsAProducerGoThatIsCanceled() {
        buffer.append(kilobyte());
        buffer.append(kilobyte());
        CompletableFuture<Void> third = CompletableFuture.runAsync(() -> buffer.append(kilobyte()));
        buffer.cancel();
        assertThatThrownBy(() -> third.get(30, TimeUnit.SECONDS)).hasMessageContaining("OPERATION_CANCELED");
        assertThat(take(1)).isNotEmpty();
    }

    @Test
    void takesNothingBetweenThePiecesOfABatch() {
        buffer.openBatch();
        assertThat(buffer.offer(kilobyte())).isFalse();
        buffer.closeBatch();
        assertThat(buffer.offer(kilobyte())).isTrue();
        assertThat(buffer.offer(kilobyte())).as("while the reader is behind").isFalse();
    }

    @Test
    void endsOnce() {
        buffer.end(Optional.of(kilobyte()), OperationEnd.Complete.COMPLETE);
        buffer.end(Optional.of(kilobyte()), OperationEnd.Complete.COMPLETE);
        take(0);
        assertThat(buffer.takeAfter(1)).isEqualTo(new Next.Ended(OperationEnd.Complete.COMPLETE));
        assertThat(buffer.offer(kilobyte())).isFalse();
    }

    @Test
    void releasesOnlyWhatWasSent() {
        buffer.append(kilobyte());
        buffer.append(kilobyte());
        take(0);
        buffer.releaseUntil(2);
        assertThatThrownBy(() -> buffer.takeAfter(0)).hasMessageContaining("POSITION_NOT_AVAILABLE");
        assertThat(take(1)).isNotEmpty();
    }
}
