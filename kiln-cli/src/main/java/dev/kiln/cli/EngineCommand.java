package dev.kiln.cli;

import dev.kiln.app.Home;
import dev.kiln.app.InstalledSparks;
import dev.kiln.app.UserException;
import dev.kiln.spark.SparkSetupException;
import dev.kiln.spark.distribution.Distribution;
import dev.kiln.spark.distribution.DistributionCheck;
import dev.kiln.spark.distribution.Distributions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kiln engine}: which Spark distributions there are. */
@Command(
        name = "engine",
        description = "List, add, remove and check the Spark distributions that engines and applications run on.",
        synopsisSubcommandLabel = "COMMAND")
final class EngineCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    @Command(name = "list", description = "List the distributions: name, Spark version, Scala version and place.")
    int list(@Mixin HomeOptions options) {
        Home home = options.home();
        home.create();
        Distributions distributions = InstalledSparks.of(home);
        List<String> names = distributions.names();
        int width = names.stream().mapToInt(String::length).max().orElse(0);
        PrintWriter out = spec.commandLine().getOut();
        for (String name : names) {
            out.printf("%-" + width + "s  %s%n", name, line(distributions, name));
        }
        out.flush();
        return 0;
    }

    /** One distribution that is gone must not hide the others. */
    private static String line(Distributions distributions, String name) {
        try {
            Distribution distribution = distributions.get(name);
            return "Spark %-7s Scala %s  %s"
                    .formatted(distribution.sparkVersion(), distribution.scalaVersion(), distribution.home());
        } catch (SparkSetupException e) {
            return "unusable: " + e.getMessage();
        }
    }

    @Command(name = "add", description = "Add a distribution: an unpacked download of Spark, or a folder of its jars.")
    int add(
            @Mixin HomeOptions options,
            @Parameters(paramLabel = "NAME", description = "How to call it.") String name,
            @Parameters(paramLabel = "DIR", description = "Where it is.") Path directory) {
        Home home = options.home();
        home.create();
        Distribution added = InstalledSparks.of(home).add(name, directory);
        PrintWriter out = spec.commandLine().getOut();
        out.printf("added %s: Spark %s, Scala %s%n", name, added.sparkVersion(), added.scalaVersion());
        out.flush();
        return 0;
    }

    @Command(name = "remove", description = "Forget a distribution that was added. Its files stay.")
    int remove(@Mixin HomeOptions options, @Parameters(paramLabel = "NAME", description = "Which one.") String name) {
        InstalledSparks.of(options.home()).remove(name);
        return 0;
    }

    @Command(name = "check", description = "Start a Java virtual machine of a distribution and say what it can do.")
    int check(
            @Mixin HomeOptions options,
            @Parameters(
                            paramLabel = "NAME",
                            arity = "0..1",
                            description = "Which one (default: the one that is used if nobody says which).")
                    @Nullable
                    String name) {
        Home home = options.home();
        home.create();
        Distributions distributions = InstalledSparks.of(home);
        Distribution distribution = name == null ? distributions.standard() : distributions.get(name);
        DistributionCheck check = DistributionCheck.of(distribution, home.engines());
        PrintWriter out = spec.commandLine().getOut();
        out.printf("name     %s%n", distribution.name());
        out.printf("place    %s%n", distribution.home());
        out.printf("Spark    %s%n", check.sparkVersion());
        out.printf("Scala    %s%n", check.scalaVersion());
        out.printf("Java     %s%n", check.javaVersion());
        out.printf("Connect  %s%n", check.connect() ? "yes" : "no: it runs applications, but no engine");
        out.printf("ML       %s%n", check.ml() ? "yes" : "no: spark-mllib is not among its jars");
        out.flush();
        if (!check.sparkVersion().equals(distribution.sparkVersion())) {
            throw new UserException("its classes are of Spark " + check.sparkVersion() + ", but its core jar says "
                    + distribution.sparkVersion() + ": jars of several versions are mixed");
        }
        return 0;
    }
}
