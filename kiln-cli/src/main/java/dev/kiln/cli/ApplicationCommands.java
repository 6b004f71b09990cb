package dev.kiln.cli;

import dev.kiln.app.Home;
import dev.kiln.app.SubmittedApplications;
import dev.kiln.spark.application.ApplicationJson;
import dev.kiln.spark.application.ApplicationRecord;
import dev.kiln.spark.application.ApplicationWatch;
import dev.kiln.spark.application.Applications;
import java.io.PrintWriter;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What can be done with applications that were submitted; the same whatever their cluster manager. */
final class ApplicationCommands {
    private static final String ID = "The id that 'kiln submit' printed, its last part, or the cluster manager's id.";

    private ApplicationCommands() {}

    private static Applications applications(HomeOptions options) {
        Home home = options.home();
        home.create();
        return SubmittedApplications.of(home);
    }

    /** {@code kiln apps}. */
    @Command(name = "apps", description = "List the applications that were submitted, the latest first.")
    static final class Apps implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Mixin
        private HomeOptions options;

        @Option(names = "--json", description = "Print JSON, a line for each.")
        private boolean json;

        @Override
        public Integer call() {
            PrintWriter out = spec.commandLine().getOut();
            List<ApplicationRecord> records = applications(options).all();
            records.forEach(record -> out.println(json ? ApplicationJson.write(record) : ApplicationText.row(record)));
            if (records.isEmpty() && !json) {
                out.println("nothing was submitted yet");
            }
            out.flush();
            return 0;
        }
    }

    /** {@code kiln status}. */
    @Command(
            name = "status",
            description = "Say how an application is.",
            footer = {"", "Exit codes: 0 waiting, running or finished, 1 failed, 3 killed, 4 lost."})
    static final class Status implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Mixin
        private HomeOptions options;

        @Parameters(paramLabel = "ID", description = ID)
        private String id;

        @Option(names = "--json", description = "Print JSON.")
        private boolean json;

        @Override
        public Integer call() {
            PrintWriter out = spec.commandLine().getOut();
            ApplicationRecord record = applications(options).get(id);
            if (json) {
                out.println(ApplicationJson.write(record));
            } else {
                ApplicationText.details(record).forEach(out::println);
            }
            out.flush();
            return record.state().exitCode();
        }
    }

    /** {@code kiln logs}. */
    @Command(
            name = "logs",
            description = "Print what an application's driver or executor printed (to standard output) and logged"
                    + " (to standard error).")
    static final class Logs implements Callable<Integer> {
        @Mixin
        private HomeOptions options;

        @Parameters(paramLabel = "ID", description = ID)
        private String id;

        @ArgGroup
        private @Nullable Whose whose;

        @Option(
                names = {"-f", "--follow"},
                description = "Go on until the application has ended.")
        private boolean follow;

        /** One or the other. */
        static final class Whose {
            @Option(names = "--driver", description = "The driver's log, which is what there is without any option.")
            private boolean driver;

            @Option(names = "--executor", paramLabel = "N", description = "The log of an executor; they count from 0.")
            private @Nullable Integer executor;
        }

        @Override
        public Integer call() throws InterruptedException {
            Applications applications = applications(options);
            ApplicationWatch watch = new ApplicationWatch(applications, System.out, System.err);
            OptionalInt executor = whose == null || whose.driver || whose.executor == null
                    ? OptionalInt.empty()
                    : OptionalInt.of(whose.executor);
            if (follow) {
                watch.follow(id, executor);
            } else {
                watch.print(applications.get(id), executor);
            }
            return 0;
        }
    }

    /** {@code kiln kill}. */
    @Command(name = "kill", description = "End an application: its driver, and with it everything that runs for it.")
    static final class Kill implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Mixin
        private HomeOptions options;

        @Parameters(paramLabel = "ID", description = ID)
        private String id;

        @Override
        public Integer call() {
            boolean ends = applications(options).kill(id);
            spec.commandLine().getOut().println(id + (ends ? " is being ended" : " has ended already"));
            spec.commandLine().getOut().flush();
            return 0;
        }
    }
}
