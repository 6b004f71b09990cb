package dev.kiln.engine.analysis;

import org.apache.spark.broadcast.Broadcast;
import scala.reflect.ClassTag;

/** A broadcast value inside one process: the value itself. */
final class LocalBroadcast<T> extends Broadcast<T> {
    private static final long serialVersionUID = 1L;

    private final transient T value;

    LocalBroadcast(long id, T value, ClassTag<T> tag) {
        super(id, tag);
        this.value = value;
    }

    @Override
    public T getValue() {
        return value;
    }

    @Override
    public void doUnpersist(boolean blocking) {
        // no copies exist
    }

    @Override
    public void doDestroy(boolean blocking) {
        // the collector takes it
    }
}
