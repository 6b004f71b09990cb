package dev.kiln.cli;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import dev.kiln.app.Application;
import dev.kiln.app.ConfigurationSource;
import dev.kiln.app.Home;
import dev.kiln.cli.client.ConnectClient;
import dev.kiln.cli.client.RemoteAddress;
import dev.kiln.cli.client.StatementException;
import dev.kiln.cli.output.OutputFormat;
import dev.kiln.cli.shell.Script;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.logging.log4j.Level;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * {@code kiln rehearse}: runs a server and a few statements in a home that is thrown away. The launcher runs it once per
 * Java version to record the classes that a start needs; later starts map them into memory instead of loading them.
 */
@Command(name = "rehearse", hidden = true, description = "Run a server and a few statements, then exit.")
final class RehearseCommand implements Callable<Integer> {
    /** One of each kind that people begin with. One that fails is of no use here, but does no harm either. */
    private static final List<String> STATEMENTS = List.of(
            "SELECT 1",
            "SELECT id % 7 AS k, count(*), sum(id), avg(id), max(concat('a', id)) FROM range(1000) GROUP BY 1 ORDER BY 1",
            "CREATE TABLE t USING parquet AS SELECT id, cast(id AS string) AS s, cast(id AS decimal(10, 2)) AS d,"
                    + " date_add(date'2020-01-01', cast(id AS int)) AS day, id * 1.5D AS x FROM range(1000)",
            "SELECT * FROM t WHERE id = 7",
            "SELECT a.s, b.day, row_number() OVER (PARTITION BY a.id % 3 ORDER BY b.x DESC) AS n"
                    + " FROM t a JOIN t b ON a.id = b.id WHERE b.d > 10 AND upper(a.s) LIKE '1%' LIMIT 5",
            "CREATE OR REPLACE TEMPORARY VIEW v AS SELECT month(day) AS m, sum(d) AS d FROM t GROUP BY 1",
            "SELECT m, d, CASE WHEN d > 100 THEN 'much' ELSE date_format(current_date(), 'yyyy') END FROM v ORDER BY m",
            "SHOW TABLES",
            "DESCRIBE t",
            "EXPLAIN SELECT count(*) FROM t",
            "SET spark.sql.ansi.enabled",
            "SELECT missing FROM t");

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Path directory = Files.createTempDirectory("kiln-rehearsal");
        ConfigurationSource source = new ConfigurationSource(
                Optional.empty(), Map.of("kiln.server.port", "0", "kiln.server.drainTime", "0s"));
        try (Application application = Application.start(new Home(directory), source, Level.ERROR);
                ConnectClient client = ConnectClient.open(RemoteAddress.parse(application.address()))) {
            Script script = new Script(client, OutputFormat.TABLE, out, out);
            for (String statement : STATEMENTS) {
                try {
                    script.run(statement);
                } catch (StatementException e) {
                    out.println(statement + ": " + e.getMessage());
                }
            }
        } finally {
            MoreFiles.deleteRecursively(directory, RecursiveDeleteOption.ALLOW_INSECURE);
        }
        out.flush();
        return 0;
    }
}
