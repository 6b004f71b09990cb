package dev.kiln.spark.proxy;

import io.grpc.stub.StreamObserver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes answers that nobody waits for. */
final class Unanswered<T> implements StreamObserver<T> {
    private static final Logger LOG = LoggerFactory.getLogger(Unanswered.class);

    private final String what;

    /** @param what was asked, for the log */
    Unanswered(String what) {
        this.what = what;
    }

    @Override
    public void onNext(T value) {}

    @Override
    public void onError(Throwable thrown) {
        LOG.debug("{} failed: {}", what, thrown.toString());
    }

    @Override
    public void onCompleted() {}
}
