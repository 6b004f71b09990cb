package dev.kiln.conformance.differential;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.kiln.conformance.server.TestServers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Options of CSV, JSON and text files in many combinations: the same schemas, rows and errors as Spark. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FileOptionsTest {
    private Path directory;
    private BothServers servers;

    @BeforeAll
    void connect() throws IOException {
        directory = TestServers.newDirectory("files").toAbsolutePath();
        AwkwardFiles.write(directory);
        servers = new BothServers(KnownGaps.listed(), Map.of("spark.sql.leafNodeDefaultParallelism", "1"));
        servers.both(EdgeTables::create);
    }

    @AfterAll
    void disconnect() {
        servers.close();
    }

    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicTest> reads() {
        return FileReads.all(directory).map(plan -> dynamicTest(plan.name(), () -> servers.compare(plan)));
    }

    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicTest> writes() {
        return FileWrites.all(directory.resolve("written"))
                .map(plan -> dynamicTest(plan.name(), () -> servers.compare(plan)));
    }
}
