package dev.kiln.bench.contestant;

import dev.kiln.bench.data.Dataset;
import dev.kiln.bench.server.ServerProcess;
import java.util.OptionalLong;
import org.apache.spark.sql.connect.SparkSession;

/** A Spark Connect server, used through a session of the official client. Owns both. */
public final class ConnectContestant implements Contestant {
    private final ServerProcess server;
    private final SparkSession session;

    /** @param server closed together with this object */
    public ConnectContestant(ServerProcess server) {
        this.server = server;
        this.session = SparkSession.builder().remote(server.address()).create();
    }

    /** Makes every table of the data set a temporary view of the session. */
    public void use(Dataset dataset) {
        for (String table : dataset.tables()) {
            session.read().parquet(dataset.file(table).toString()).createOrReplaceTempView(table);
        }
    }

    @Override
    public String name() {
        return server.name();
    }

    @Override
    public long run(String sql) {
        return session.sql(sql).collectAsList().size();
    }

    @Override
    public OptionalLong peakMemory() {
        return server.peakMemory();
    }

    @Override
    public void close() {
        try {
            session.close();
        } finally {
            server.close();
        }
    }
}
