package dev.kiln.cli;

import dev.kiln.app.Application;
import dev.kiln.app.ConfigurationSource;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.logging.log4j.Level;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kiln serve}: runs the server until it is told to stop. */
@Command(name = "serve", description = "Run the server until SIGTERM or Ctrl-C.")
final class ServeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private HomeOptions options;

    @Option(names = "--host", paramLabel = "ADDRESS", description = "The address to listen on (default: 127.0.0.1).")
    private @Nullable String host;

    @Option(names = "--port", paramLabel = "PORT", description = "The port; 0 takes a free one (default: 15002).")
    private @Nullable Integer port;

    @Override
    public Integer call() throws InterruptedException {
        StopSignal stop = StopSignal.install();
        try (Application application = Application.start(options.home(), source(), Level.WARN)) {
            PrintWriter out = spec.commandLine().getOut();
            out.printf(Locale.ROOT, "kiln: ready %s in %.2f s%n", application.address(), secondsSinceStart());
            out.flush();
            application.servePages();
            WarmUp warmUp = WarmUp.start(application);
            try {
                stop.await();
            } finally {
                warmUp.close();
            }
        }
        return 0;
    }

    private ConfigurationSource source() {
        Map<String, String> settings = new LinkedHashMap<>();
        if (host != null) {
            settings.put("kiln.server.host", host);
        }
        if (port != null) {
            settings.put("kiln.server.port", port.toString());
        }
        return options.source().with(settings);
    }

    private static double secondsSinceStart() {
        Instant start = ProcessHandle.current().info().startInstant().orElseGet(Instant::now);
        return Duration.between(start, Instant.now()).toMillis() / 1000.0;
    }
}
