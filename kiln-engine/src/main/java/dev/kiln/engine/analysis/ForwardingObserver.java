package dev.kiln.engine.analysis;

import dev.kiln.protocol.ExecutePlanResponse;
import java.util.function.Consumer;
import org.sparkproject.connect.grpc.stub.StreamObserver;

/** Hands the responses of Spark's code on as messages of Kiln's protocol classes. */
final class ForwardingObserver implements StreamObserver<org.apache.spark.connect.proto.ExecutePlanResponse> {
    private final Consumer<ExecutePlanResponse> target;

    ForwardingObserver(Consumer<ExecutePlanResponse> target) {
        this.target = target;
    }

    @Override
    public void onNext(org.apache.spark.connect.proto.ExecutePlanResponse response) {
        target.accept(MessageCodec.fromSpark(response, ExecutePlanResponse.parser()));
    }

    @Override
    public void onError(Throwable failure) {
        throw new IllegalStateException("a command reported an error to its observer", failure);
    }

    @Override
    public void onCompleted() {
        // the end of the command is its return
    }
}
