package dev.kiln.spark.proxy;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Tells a connection that broke because its engine died from one that broke for another reason. */
final class EngineEnd {
    /** The connection may break a little before the end of the process is seen. */
    private static final long GRACE_MILLIS = 2_000;

    private EngineEnd() {}

    /** Whether the engine has ended, or does so within a moment. */
    static boolean of(EngineConnection connection) {
        try {
            connection.engine().ended().get(GRACE_MILLIS, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
