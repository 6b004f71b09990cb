package dev.kiln.app;

import dev.kiln.spi.config.Configuration;
import java.nio.file.Path;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.appender.ConsoleAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.builder.api.AppenderComponentBuilder;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilder;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilderFactory;
import org.apache.logging.log4j.core.config.builder.impl.BuiltConfiguration;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Sets up logging in code: a log file in the home and warnings on standard error. There is no configuration file to be
 * found on the class path first, where Spark's own would be.
 */
public final class Logging {
    private static final String PATTERN = "%d{yyyy-MM-dd HH:mm:ss.SSS} %-5level %c{1} - %msg%n%ex";
    private static final String OLDER_FILES = "5";

    private Logging() {}

    /** For a command that has no home: warnings on standard error. */
    public static void toConsole() {
        ConfigurationBuilder<BuiltConfiguration> builder = builder();
        Configurator.reconfigure(builder.add(builder.newRootLogger(Level.ERROR).add(builder.newAppenderRef("console")))
                .build());
        takeOverPlatformLogging();
    }

    /** gRPC logs with what the JDK brings, which would print to standard error whatever is set here. */
    private static void takeOverPlatformLogging() {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }

    /**
     * Logs to {@code kiln.log} in the home, with warnings on standard error as well.
     *
     * @param console what standard error gets; a shell wants less of it than a server
     */
    public static void toHome(Home home, Configuration configuration, Level console) {
        ConfigurationBuilder<BuiltConfiguration> builder = builder();
        Path file = home.logs().resolve("kiln.log");
        AppenderComponentBuilder rolling = builder.newAppender("file", "RollingFile")
                .addAttribute("fileName", file.toString())
                .addAttribute("filePattern", file + ".%i")
                .add(builder.newLayout("PatternLayout").addAttribute("pattern", PATTERN))
                .addComponent(builder.newComponent("Policies")
                        .addComponent(builder.newComponent("SizeBasedTriggeringPolicy")
                                .addAttribute("size", configuration.get(AppConfig.LOG_FILE_SIZE) + " B")))
                .addComponent(builder.newComponent("DefaultRolloverStrategy").addAttribute("max", OLDER_FILES));
        builder.add(rolling);
        builder.add(builder.newLogger("dev.kiln", configuration.get(AppConfig.LOG_LEVEL)));
        builder.add(builder.newRootLogger(Level.WARN)
                .add(builder.newAppenderRef("file"))
                .add(builder.newAppenderRef("console").addAttribute("level", console)));
        Configurator.reconfigure(builder.build());
        takeOverPlatformLogging();
    }

    /** Closes the log file; what is logged after that goes to standard error. */
    static void leaveHome() {
        toConsole();
    }

    private static ConfigurationBuilder<BuiltConfiguration> builder() {
        ConfigurationBuilder<BuiltConfiguration> builder = ConfigurationBuilderFactory.newConfigurationBuilder();
        builder.setConfigurationName("kiln");
        builder.setStatusLevel(Level.ERROR);
        builder.setShutdownHook("disable");
        builder.add(builder.newAppender("console", ConsoleAppender.PLUGIN_NAME)
                .addAttribute("target", ConsoleAppender.Target.SYSTEM_ERR)
                .add(builder.newLayout("PatternLayout").addAttribute("pattern", PATTERN)));
        quiet(builder, "org.apache.hadoop.util.NativeCodeLoader");
        quiet(builder, "org.apache.spark.sql.catalyst.util.SparkStringUtils");
        quiet(builder, "org.apache.spark.util.Utils");
        return builder;
    }

    /** Warnings that say nothing to a user of Kiln: about a missing native Hadoop library, host names, long plans. */
    private static void quiet(ConfigurationBuilder<BuiltConfiguration> builder, String logger) {
        builder.add(builder.newLogger(logger, Level.ERROR));
    }
}
