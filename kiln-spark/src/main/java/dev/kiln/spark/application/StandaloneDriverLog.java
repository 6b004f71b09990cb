package dev.kiln.spark.application;

import dev.kiln.spark.standalone.MasterState;
import dev.kiln.spark.standalone.WorkerPage;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/**
 * The log of a driver of a standalone cluster, which the worker has that runs it.
 *
 * @param master the master's web page
 */
record StandaloneDriverLog(URI master, String driver, LogStream stream) implements LogReader {
    @Override
    public Piece read(long offset) throws IOException {
        MasterState state = MasterState.ask(master);
        MasterState.Driver known = state.driver(driver)
                .orElseThrow(() -> new IOException("the master does not know " + driver + " any more"));
        Optional<MasterState.Worker> worker = state.worker(known.worker());
        if (worker.isEmpty()) {
            return new Piece("", offset, false);
        }
        WorkerPage.LogPiece piece = new WorkerPage(worker.get().page()).driverLog(driver, stream.word(), offset);
        return new Piece(piece.text(), piece.end(), piece.more());
    }
}
