package dev.kiln.bench.contestant;

import dev.kiln.bench.data.Dataset;
import java.util.List;
import java.util.OptionalLong;

/** DuckDB by hand: a bare program over JDBC in a process of its own. */
public final class DuckDbContestant implements Contestant {
    private final HostProcess host = new HostProcess(
            "DuckDB",
            List.of(
                    HostProcess.java(),
                    "-Xmx512m",
                    "-Djava.library.path=" + System.getProperty("java.library.path"),
                    "-cp",
                    System.getProperty("java.class.path"),
                    DuckDbHost.class.getName()),
            ProcessBuilder.Redirect.INHERIT);

    /** Makes every table of the data set a view. */
    public void use(Dataset dataset) {
        for (String table : dataset.tables()) {
            run("CREATE VIEW " + table + " AS FROM read_parquet('" + dataset.file(table) + "')");
        }
    }

    @Override
    public String name() {
        return "duckdb";
    }

    @Override
    public long run(String sql) {
        return Long.parseLong(host.ask(sql));
    }

    @Override
    public OptionalLong peakMemory() {
        return host.peakMemory();
    }

    @Override
    public void close() {
        host.close();
    }
}
