package dev.kiln.conformance.differential;

import static org.apache.spark.sql.functions.col;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.connect.DataFrameReader;
import org.apache.spark.sql.connect.SparkSession;

/**
 * Awkward files read with each setting of each option, together with others that are drawn at random. The name of a read
 * says all there is to know about it.
 */
final class FileReads {
    /** How many reads there are for each setting, always the first ones. */
    private static final int PER_SETTING = Integer.getInteger("reads.per.setting", 1);

    private static final int MAX_OTHERS = 3;

    /** What is done with a file; the columns are those that the reader found. */
    private static final Map<String, UnaryOperator<Dataset<Row>>> USES = new LinkedHashMap<>();

    static {
        USES.put("all", frame -> frame);
        USES.put("first", frame -> frame.select(columns(frame, 1)));
        USES.put("last", frame -> frame.select(columns(frame, -1)));
        USES.put("count", frame -> frame.groupBy().count());
        USES.put("some", frame -> frame.filter(col(frame.columns()[0]).gt("1")));
        USES.put("file", frame -> frame.selectExpr("*", "_metadata.file_name", "_metadata.file_size"));
    }

    private FileReads() {}

    /** @param directory where {@link AwkwardFiles} are */
    static Stream<Plan> all(Path directory) {
        return Stream.of(FileOptions.csv(), FileOptions.json(), FileOptions.text())
                .flatMap(options -> IntStream.range(0, options.settings().size())
                        .boxed()
                        .flatMap(number -> IntStream.range(0, PER_SETTING)
                                .mapToObj(turn -> plan(directory, options, number, turn))));
    }

    private static Plan plan(Path directory, FileOptions options, int number, int turn) {
        Random random = new Random(1000L * number + turn);
        FileOptions.Source source = pick(random, options.sources());
        Map<String, String> chosen = new LinkedHashMap<>();
        if (random.nextInt(4) > 0) {
            source.natural().forEach(setting -> put(chosen, setting));
        }
        for (int i = random.nextInt(MAX_OTHERS + 1); i > 0; i--) {
            put(chosen, pick(random, options.settings()));
        }
        put(chosen, options.settings().get(number));
        String schema = pick(random, options.schemas());
        String use = pick(random, new ArrayList<>(USES.keySet()));
        if (use.equals("some") && hasOtherRecordsUnderConditions(options.format(), chosen)) {
            use = "all";
        }
        UnaryOperator<Dataset<Row>> shape = USES.get(use);
        String name = options.format() + " " + number + "." + turn + " " + use + " of " + source.name() + " "
                + visible(chosen.toString()) + " " + schema;
        Path path = directory.resolve(source.name());
        return Plan.frame(name, session -> shape.apply(read(session, options.format(), path, chosen, schema)));
    }

    /**
     * Whether what is malformed depends in Spark on the condition. With FAILFAST it passes over malformed records that do not
     * meet it; and where a JSON record has a key twice, checking a condition on it for the second time fails, which makes the
     * record malformed.
     */
    private static boolean hasOtherRecordsUnderConditions(String format, Map<String, String> options) {
        String mode = options.getOrDefault("mode", "").toUpperCase(Locale.ROOT);
        return mode.equals("FAILFAST") || mode.equals("DROPMALFORMED") && format.equals("json");
    }

    /** The first column or, from the end, the last; none of a file in which no columns were found. */
    private static Column[] columns(Dataset<Row> frame, int place) {
        String[] names = frame.columns();
        if (names.length == 0) {
            return new Column[0];
        }
        return new Column[] {col(names[place > 0 ? place - 1 : names.length + place])};
    }

    private static Dataset<Row> read(
            SparkSession session, String format, Path path, Map<String, String> options, String schema) {
        DataFrameReader reader = session.read().format(format).options(options);
        return (schema.isEmpty() ? reader : reader.schema(schema)).load(path.toString());
    }

    private static void put(Map<String, String> options, String setting) {
        int equals = setting.indexOf('=');
        options.put(setting.substring(0, equals), setting.substring(equals + 1));
    }

    private static <T> T pick(Random random, List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** Text with line breaks and the like written out. */
    private static String visible(String text) {
        return text.replace("\\", "\\\\")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\t", "\\t")
                .replace("\0", "\\0");
    }
}
