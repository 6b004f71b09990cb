package dev.kiln.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.app.ConfigurationKeys;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class CommandLineTest {
    @TempDir
    private Path home;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out));
        commandLine.setErr(new PrintWriter(err));
        return commandLine.execute(arguments);
    }

    @Test
    void whatIsNotUnderstoodExitsWithTwo() {
        assertThat(run()).isEqualTo(2);
        assertThat(run("serve", "--prot", "1")).isEqualTo(2);
        assertThat(run("servee")).isEqualTo(2);
        assertThat(run("config", "--set", "novalue")).isEqualTo(2);
        assertThat(err.toString()).contains("a command is missing", "Try 'kiln serve --help'.", "kiln serve");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void whatTheUserCanPutRightIsOneLineAndExitsWithOne() {
        assertThat(run("config", "--home", home.toString(), "--set", "kiln.nonsense=1"))
                .isEqualTo(1);
        assertThat(err.toString().lines()).containsExactly("kiln: unknown configuration key: kiln.nonsense");
    }

    @Test
    void helpIsThereForEveryCommand() {
        for (String command : Main.commandLine().getSubcommands().keySet()) {
            assertThat(run(command, "--help")).as(command).isZero();
        }
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("Exit codes");
    }

    @Test
    void versionNamesTheParts() {
        assertThat(run("version")).isZero();
        assertThat(out.toString()).contains("Kiln", "Spark   4.", "DuckDB", "Arrow", "Java");
    }

    @Test
    void configListsEveryKey() throws IOException {
        assertThat(run("config", "--json", "--home", home.toString(), "--set", "kiln.log.level=debug"))
                .isZero();
        JsonNode keys = new ObjectMapper().readTree(out.toString());
        assertThat(keys).hasSameSizeAs(ConfigurationKeys.all());
        assertThat(keys.findValuesAsText("key")).contains("kiln.log.level").isSorted();
        for (JsonNode key : keys) {
            boolean set = key.get("key").asText().equals("kiln.log.level");
            assertThat(key.get("set").asBoolean()).isEqualTo(set);
            assertThat(key.get("description").asText()).endsWith(".");
        }
    }

    @Test
    void distributionsAreAddedListedAndRemoved() throws IOException {
        Path jars = Files.createDirectories(home.resolve("spark/jars"));
        Files.createFile(jars.resolve("spark-core_2.12-3.5.5.jar"));
        String place = jars.getParent().toString();
        // Not in a temporary directory: JUnit complains of every link in one.
        String engines = Path.of("target", "home-of-distributions").toString();
        run("engine", "remove", "old", "--home", engines);
        err.getBuffer().setLength(0);
        assertThat(run("engine", "add", "old", place, "--home", engines)).isZero();
        assertThat(run("engine", "list", "--home", engines)).isZero();
        assertThat(out.toString()).contains("added old: Spark 3.5.5, Scala 2.12", place);
        assertThat(run("engine", "remove", "old", "--home", engines)).isZero();
        assertThat(run("engine", "check", "old", "--home", engines)).isEqualTo(1);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .startsWith("kiln: there is no Spark distribution 'old'; there are: default");
        assertThat(run("engine")).isEqualTo(2);
    }

    @Test
    void completionIsAScript() {
        assertThat(run("completion")).isZero();
        assertThat(out.toString()).contains("complete -F", "serve");
    }
}
