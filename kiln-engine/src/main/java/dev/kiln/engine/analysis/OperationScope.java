package dev.kiln.engine.analysis;

import dev.kiln.spi.Progress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.TaskContextImpl;
import org.apache.spark.sql.classic.SparkSession;

/**
 * The operation that a thread works for, through which the queries that Spark's code starts on the way are found and
 * cancelled. Entered by the running thread; cancelled from any thread.
 */
public final class OperationScope {
    private static final String CANCELLED = "the operation was cancelled";
    private static final ThreadLocal<OperationScope> CURRENT = new ThreadLocal<>();

    private final String operationId;
    private final Deque<RunnableQuery> running = new ArrayDeque<>();
    private final Set<TaskContextImpl> tasks = new HashSet<>();
    private final List<Observation> observations = new ArrayList<>();
    private boolean cancelled;

    public OperationScope(String operationId) {
        this.operationId = operationId;
    }

    /** Makes this the scope of the calling thread until {@link #leave}. */
    public void enter() {
        CURRENT.set(this);
    }

    /** Takes the calling thread out of any scope. */
    public static void leave() {
        CURRENT.remove();
    }

    /** The scope of the calling thread; a new one that nobody cancels if it works for no operation. */
    public static OperationScope current() {
        OperationScope scope = CURRENT.get();
        return scope == null ? new OperationScope("") : scope;
    }

    static QueryContext contextOf(SparkSession session) {
        return new QueryContext(session, current().operationId);
    }

    /**
     * Notes a query that is about to run.
     *
     * @throws QueryCancelledException if the operation is cancelled; the query has been closed
     */
    public void started(RunnableQuery query) {
        synchronized (this) {
            if (!cancelled) {
                running.push(query);
                return;
            }
        }
        query.close();
        throw new QueryCancelledException();
    }

    public synchronized void ended(RunnableQuery query) {
        running.remove(query);
    }

    /**
     * Notes a task of Spark's own code that is about to run.
     *
     * @throws QueryCancelledException if the operation is cancelled
     */
    synchronized void started(TaskContextImpl task) {
        requireNotCancelled();
        tasks.add(task);
    }

    synchronized void ended(TaskContextImpl task) {
        tasks.remove(task);
    }

    /** Cancels the queries and tasks that run and refuses further ones. Idempotent. */
    public void cancel() {
        List<RunnableQuery> toCancel;
        synchronized (this) {
            cancelled = true;
            toCancel = List.copyOf(running);
            tasks.forEach(task -> task.markInterrupted(CANCELLED));
        }
        toCancel.forEach(RunnableQuery::cancel);
    }

    /**
     * To be called between steps that cannot be cancelled by themselves.
     *
     * @throws QueryCancelledException if the operation is cancelled
     */
    public synchronized void requireNotCancelled() {
        if (cancelled) {
            throw new QueryCancelledException();
        }
    }

    public synchronized boolean isCancelled() {
        return cancelled;
    }

    /** Notes what queries of the operation observed. */
    public synchronized void observed(List<Observation> found) {
        observations.addAll(found);
    }

    /** Everything observed so far. */
    public synchronized List<Observation> observations() {
        return List.copyOf(observations);
    }

    /** The progress of the innermost running query. */
    public Optional<Progress> progress() {
        RunnableQuery query;
        synchronized (this) {
            query = running.peek();
        }
        return query == null ? Optional.empty() : query.progress();
    }
}
