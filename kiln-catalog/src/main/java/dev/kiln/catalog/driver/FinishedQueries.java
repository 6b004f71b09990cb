package dev.kiln.catalog.driver;

import java.util.concurrent.Semaphore;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.apache.spark.sql.execution.ui.SparkListenerSQLExecutionEnd;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells Kiln, soon after, that a query of this driver has ended. It may have written files of a table, which the catalog
 * does not hear of; and not all queries are statements that Kiln has forwarded: those of streams are not. Several that
 * end while Kiln is being told are told of at once.
 */
final class FinishedQueries extends SparkListener {
    private static final Logger LOG = LoggerFactory.getLogger(FinishedQueries.class);

    private final Runnable notice;
    private final Semaphore untold = new Semaphore(0);

    private FinishedQueries(Runnable notice) {
        this.notice = notice;
    }

    /** Starts a thread that gives notice and ends with the driver. */
    static FinishedQueries start(Runnable notice) {
        FinishedQueries queries = new FinishedQueries(notice);
        Thread thread = new Thread(queries::tell, "kiln-finished-queries");
        thread.setDaemon(true);
        thread.start();
        return queries;
    }

    @Override
    public void onOtherEvent(SparkListenerEvent event) {
        if (event instanceof SparkListenerSQLExecutionEnd) {
            untold.release();
        }
    }

    private void tell() {
        while (true) {
            try {
                untold.acquire();
                untold.drainPermits();
                notice.run();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.warn("Kiln could not be told that queries have ended", e);
            }
        }
    }
}
