package dev.kiln.cli;

import dev.kiln.app.Home;
import dev.kiln.app.SubmittedApplications;
import dev.kiln.spark.application.ApplicationRecord;
import dev.kiln.spark.application.ApplicationWatch;
import dev.kiln.spark.application.Applications;
import dev.kiln.spark.application.ConnectProgram;
import dev.kiln.spark.application.SubmitAction;
import dev.kiln.spark.application.SubmitFlag;
import dev.kiln.spark.application.SubmitFlags;
import dev.kiln.spark.application.SubmitReader;
import dev.kiln.spark.application.SubmitRequest;
import dev.kiln.spark.application.SubmitTarget;
import dev.kiln.spark.distribution.Distribution;
import dev.kiln.spark.master.DeployMode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kiln submit}: applications, with the flags of spark-submit. */
@Command(
        name = "submit",
        description = "Run an application on stock Spark, with the flags of spark-submit.",
        customSynopsis = {
            "kiln submit [options] <jar | Python file | R file> [arguments of the application]",
            "kiln submit --kill ID --master spark://host:port",
            "kiln submit --status ID --master spark://host:port"
        },
        footer = {
            "",
            "Exit codes: that of the driver if it runs here; with --wait 0 finished, 1 failed, 3 killed, 4 lost;",
            "without it 0 as soon as the cluster has taken it. 1 refused, 2 not understood."
        })
final class SubmitCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private HomeOptions options;

    @Mixin
    private SparkOptions spark;

    @Option(
            names = "--wait",
            negatable = true,
            description = "Follow a driver in the cluster to its end and show what it prints"
                    + " (default: spark.standalone.submit.waitAppCompletion, else not).")
    private boolean wait;

    @Parameters(hidden = true)
    private List<String> command = new ArrayList<>();

    @Override
    public Integer call() throws InterruptedException {
        Home home = options.home();
        home.create();
        Distribution distribution = spark.distribution(home).get();
        SubmitFlags flags = SubmitFlagOptions.given(spec.commandLine().getParseResult());
        if (spec.commandLine()
                .getParseResult()
                .hasMatchedOption(SubmitFlag.USAGE_ERROR.names().get(0))) {
            spec.commandLine().usage(spec.commandLine().getErr());
            return 1;
        }
        SubmitAction action =
                new SubmitReader(System.getenv(), Optional.of(defaults(distribution))).read(flags, command);
        if (action instanceof SubmitAction.ShowVersion) {
            PrintWriter out = spec.commandLine().getOut();
            out.printf("Spark %s, Scala %s%n", distribution.sparkVersion(), distribution.scalaVersion());
            out.flush();
            return 0;
        }
        Applications applications = SubmittedApplications.of(home);
        if (action instanceof SubmitAction.Kill kill) {
            boolean ends = applications.killSubmission(kill.master(), kill.submission(), kill.properties());
            say(kill.submission() + (ends ? " is being ended" : " has ended already"));
            return 0;
        }
        if (action instanceof SubmitAction.Status status) {
            ApplicationRecord record =
                    applications.submission(status.master(), status.submission(), status.properties());
            ApplicationText.details(record).forEach(this::say);
            return record.state().exitCode();
        }
        SubmitRequest request = ((SubmitAction.Submit) action).request();
        request.notices().forEach(notice -> spec.commandLine().getErr().println("kiln: " + notice));
        spec.commandLine().getErr().flush();
        if (request.target() instanceof SubmitTarget.OnServer) {
            return new ConnectProgram(request, distribution, System.getenv())
                    .run(() -> ClientProgram.distribution().resolve("lib/client"));
        }
        return submit(applications, request, distribution);
    }

    private int submit(Applications applications, SubmitRequest request, Distribution distribution)
            throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        if (request.verbose()) {
            request.properties().redacted().forEach((key, value) -> err.println(key + "=" + value));
        }
        err.flush();
        ApplicationRecord record = applications.submit(request, distribution, System.out, System.err);
        if (record.mode() == DeployMode.CLIENT) {
            return record.outcome().exitCode().orElse(record.state().exitCode());
        }
        err.printf(
                "kiln: submitted %s as %s%n", record.id(), record.submission().orElse("?"));
        err.flush();
        boolean waits = spec.commandLine().getParseResult().hasMatchedOption("--wait")
                ? wait
                : request.properties().isSet("spark.standalone.submit.waitAppCompletion");
        if (!waits) {
            err.printf("kiln: see 'kiln status %1$s', 'kiln logs %1$s -f' and 'kiln kill %1$s'%n", record.id());
            err.flush();
            return 0;
        }
        ApplicationRecord ended =
                new ApplicationWatch(applications, System.out, System.err).follow(record.id(), OptionalInt.empty());
        err.printf("kiln: %s is %s%n", ended.id(), ApplicationText.state(ended));
        err.flush();
        return ended.state().exitCode();
    }

    private void say(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }

    private static Path defaults(Distribution distribution) {
        Map<String, String> environment = System.getenv();
        String directory = environment.getOrDefault("SPARK_CONF_DIR", "");
        return (directory.isBlank() ? distribution.home().resolve("conf") : Path.of(directory))
                .resolve("spark-defaults.conf");
    }
}
