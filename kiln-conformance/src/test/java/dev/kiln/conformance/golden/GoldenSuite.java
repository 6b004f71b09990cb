package dev.kiln.conformance.golden;

import dev.kiln.conformance.SparkTestArtifact;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads golden files and the results on record from Spark's test artifact. */
final class GoldenSuite {
    private static final String INPUTS = "/sql-tests/inputs/";
    private static final String RESULTS = "/sql-tests/results/";
    /** Folders whose statements need functions in Python or Scala that a client would have to bring along. */
    private static final Set<String> USER_CODE = Set.of("udf/", "udaf/", "udtf/");
    /** Spark's own suite skips this file; it exists to test the skipping. */
    private static final String IGNORED = "ignored.sql";

    private final SparkTestArtifact artifact;
    private final int javaVersion;

    /** @param javaVersion feature version of the Java that runs the server: some results differ from 21 on */
    GoldenSuite(SparkTestArtifact artifact, int javaVersion) {
        this.artifact = artifact;
        this.javaVersion = javaVersion;
    }

    List<GoldenFile> files() {
        return artifact.list(INPUTS, ".sql").stream()
                .filter(name -> USER_CODE.stream().noneMatch(name::startsWith))
                .filter(name -> !name.equals(IGNORED))
                .map(this::read)
                .toList();
    }

    private GoldenFile read(String name) {
        InputText input = InputText.of(artifact.text(INPUTS + name));
        List<String> statements = input.statements(imported -> artifact.text(INPUTS + imported));
        String results = RESULTS + name + ".out";
        if (javaVersion >= 21 && artifact.exists(results + ".java21")) {
            results += ".java21";
        }
        return new GoldenFile(name, input.settings(), join(name, statements, artifact.text(results)));
    }

    private static List<GoldenStatement> join(String name, List<String> statements, String results) {
        String[] segments = results.split("-- !query.*\n", -1);
        if (segments.length != 3 * statements.size() + 1) {
            throw new IllegalStateException(name + " has " + statements.size() + " statements but "
                    + (segments.length - 1) / 3.0 + " results on record");
        }
        List<GoldenStatement> joined = new ArrayList<>();
        for (int i = 0; i < statements.size(); i++) {
            String sql = statements.get(i);
            if (!sql.equals(segments[3 * i + 1].trim())) {
                throw new IllegalStateException(name + " statement " + i + " is not the one on record:\n" + sql);
            }
            String schema = segments[3 * i + 2].trim();
            String output = ResultText.withoutTrailingSpace(segments[3 * i + 3]);
            joined.add(new GoldenStatement(i, sql, Expected.parse(schema, output)));
        }
        return joined;
    }
}
