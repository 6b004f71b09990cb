package dev.kiln.cli;

import dev.kiln.app.Versions;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code kiln version}. */
@Command(name = "version", description = "Show the versions of Kiln, Spark, DuckDB, Arrow and Java.")
final class VersionCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        Versions.all().forEach((name, version) -> out.printf("%-7s %s%n", name, version));
        out.flush();
    }
}
