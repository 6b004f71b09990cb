package dev.kiln.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

@Timeout(240)
final class SubmitCommandTest {
    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out));
        commandLine.setErr(new PrintWriter(err));
        return commandLine.execute(arguments);
    }

    /** The lists that Spark's own parser goes by. */
    private static List<String> namesInSpark(String list) throws ReflectiveOperationException {
        Class<?> parser = Class.forName("org.apache.spark.launcher.SparkSubmitOptionParser");
        Constructor<?> constructor = parser.getDeclaredConstructor();
        constructor.setAccessible(true);
        Field field = parser.getDeclaredField(list);
        field.setAccessible(true);
        List<String> names = new ArrayList<>();
        for (String[] aliases : (String[][]) field.get(constructor.newInstance())) {
            names.addAll(List.of(aliases));
        }
        return names;
    }

    @Test
    void everyFlagOfSparkSubmitIsThere() throws ReflectiveOperationException {
        CommandLine submit = Main.commandLine().getSubcommands().get("submit");
        Map<String, OptionSpec> options = submit.getCommandSpec().optionsMap();
        assertThat(namesInSpark("opts")).hasSizeGreaterThan(30).allSatisfy(name -> assertThat(options.get(name))
                .as(name)
                .isNotNull()
                .satisfies(option -> assertThat(option.arity().min()).isEqualTo(1)));
        assertThat(namesInSpark("switches")).allSatisfy(name -> assertThat(options.get(name))
                .as(name)
                .isNotNull()
                .satisfies(option -> assertThat(option.arity().max()).isZero()));
    }

    @Test
    void whatFollowsTheFileBelongsToTheApplication() {
        ParseResult parsed = Main.commandLine()
                .parseArgs(
                        "submit",
                        "--driver-java-options",
                        "-Da=b -verbose:gc",
                        "--conf=spark.a=b",
                        "-c",
                        "spark.c=d",
                        "--name",
                        "--odd",
                        "app.jar",
                        "--master",
                        "x",
                        "-h")
                .subcommand();
        assertThat(parsed.matchedOption("--driver-java-options").originalStringValues())
                .containsExactly("-Da=b -verbose:gc");
        assertThat(parsed.matchedOption("--conf").originalStringValues()).containsExactly("spark.a=b", "spark.c=d");
        assertThat(parsed.matchedOption("--name").originalStringValues()).containsExactly("--odd");
        assertThat(parsed.hasMatchedOption("--master")).isFalse();
        assertThat(parsed.matchedPositional(0).<List<String>>getValue())
                .containsExactly("app.jar", "--master", "x", "-h");
    }

    @Test
    void whatIsNoFlagIsOneError() {
        assertThat(run("submit", "--mastr", "local", "app.jar")).isEqualTo(2);
        assertThat(err.toString()).contains("Unknown option: '--mastr'", "--master");
    }

    @Test
    void nothingIsThereYet() {
        String home = directory.toString();
        assertThat(run("apps", "--home", home)).isZero();
        assertThat(out.toString()).isEqualTo("nothing was submitted yet" + System.lineSeparator());
        assertThat(run("status", "--home", home, "kiln-1")).isEqualTo(1);
        assertThat(err.toString()).startsWith("kiln: no application 'kiln-1' was submitted from this home");
    }

    @Test
    void anApplicationOfAServerIsToldWhereThatIs() throws Exception {
        KilnScript kiln = KilnScript.in("submit-remote");
        Path python = KilnScript.script(kiln.directory().resolve("python"), """
                [ "$1" = -c ] && exit 0   # asked whether it has PySpark
                echo "$SPARK_REMOTE" "$@"
                exit 5
                """);
        Path script = Files.writeString(kiln.directory().resolve("app.py"), "");
        KilnScript.Outcome outcome = kiln.run(
                Map.of(),
                "submit",
                "--remote",
                "sc://127.0.0.1:15002",
                "--conf",
                "spark.pyspark.python=" + python,
                script.toString(),
                "one",
                "--two");
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).isEqualTo("sc://127.0.0.1:15002 " + script + " one --two\n");
        assertThat(outcome.code()).isEqualTo(5);
    }

    @Test
    void aPythonApplicationIsRunByItsInterpreterBesideTheDriver() throws Exception {
        KilnScript kiln = KilnScript.in("submit-python");
        Path python = KilnScript.script(kiln.directory().resolve("python"), """
                [ "$1" = -c ] && exit 0   # asked whether it has PySpark
                echo "runs $@"
                echo "master $MASTER, driver at ${PYSPARK_GATEWAY_PORT:+a port} with ${PYSPARK_GATEWAY_SECRET:+a secret}"
                echo "workers $PYSPARK_PYTHON"
                IFS=:
                for place in $PYTHONPATH; do
                  [ -f "$place/helper.py" ] && echo "finds helper.py"
                done
                exit 6
                """);
        Path script = Files.writeString(kiln.directory().resolve("app.py"), "");
        Path helper = Files.writeString(kiln.directory().resolve("helper.py"), "");
        KilnScript.Outcome outcome = kiln.run(
                Map.of(),
                "submit",
                "--master",
                "local[1]",
                "--py-files",
                helper.toString(),
                "--conf",
                "spark.pyspark.python=" + python,
                script.toString(),
                "one",
                "--two");
        assertThat(outcome.out().lines())
                .as(outcome.err())
                .containsExactly(
                        "runs " + script + " one --two",
                        "master local[1], driver at a port with a secret",
                        "workers " + python,
                        "finds helper.py");
        assertThat(outcome.code()).isEqualTo(6);

        Path bare = KilnScript.script(kiln.directory().resolve("bare-python"), "exit 1");
        KilnScript.Outcome refused = kiln.run(
                Map.of(),
                "submit",
                "--master",
                "local[1]",
                "--conf",
                "spark.pyspark.driver.python=" + bare,
                script.toString());
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains(bare + " has PySpark", bare + " -m pip install pyspark==4.2.0");
    }

    /** Spark's own Connect server is an application that goes on for ever. */
    @Test
    void aDriverHereEndsWithTheCommandThatWaitsForIt() throws Exception {
        KilnScript kiln = KilnScript.in("submit-command");
        Process command = kiln.start(
                Map.of(),
                "submit",
                "--master",
                "local[1]",
                "--conf",
                "spark.connect.grpc.binding.port=0",
                "--class",
                "org.apache.spark.sql.connect.service.SparkConnectServer",
                "spark-internal");
        try {
            JsonNode application = running(kiln.directory().resolve("home")).orElseThrow();
            ProcessHandle driver =
                    ProcessHandle.of(application.path("pid").asLong()).orElseThrow();

            command.toHandle().destroyForcibly();
            driver.onExit().get(60, TimeUnit.SECONDS);

            String home = kiln.directory().resolve("home").toString();
            assertThat(run("status", "--home", home, application.path("id").asText()))
                    .isEqualTo(4);
            assertThat(out.toString()).contains("state        lost");
        } finally {
            command.destroyForcibly();
        }
    }

    private Optional<JsonNode> running(Path home) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (System.nanoTime() < deadline) {
            out.getBuffer().setLength(0);
            run("apps", "--json", "--home", home.toString());
            for (String line : out.toString().lines().toList()) {
                JsonNode application = new ObjectMapper().readTree(line);
                if (application.path("state").asText().equals("RUNNING")) {
                    out.getBuffer().setLength(0);
                    return Optional.of(application);
                }
            }
            Thread.sleep(100);
        }
        throw new TimeoutException("no driver runs");
    }
}
