package dev.kiln.conformance.differential;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.connect.SparkSession;

/** Rows full of edge values written with each option: what counts is the bytes of the files. */
final class FileWrites {
    private static final String FLAT = "SELECT k, b, l, d, m, t, o, dt, ts, n, x FROM wide ORDER BY k";
    private static final String NESTED =
            "SELECT k, t, a, s, map(g, d) AS p, ts FROM wide WHERE g IS NOT NULL ORDER BY k";
    private static final String TEXT = "SELECT t FROM wide ORDER BY k";

    private static final List<String> CSV = List.of(
            "header=true",
            "sep=;",
            "sep=||",
            "quote='",
            "quote=",
            "escape=\"",
            "escapeQuotes=false",
            "quoteAll=true",
            "nullValue=-",
            "emptyValue=EMPTY",
            "dateFormat=dd/MM/yyyy",
            "timestampFormat=yyyy-MM-dd HH:mm:ss.SSSSSS XXX",
            "timestampNTZFormat=yyyy/MM/dd HH",
            "timestampFormat=nonsense",
            "timeZone=Asia/Tokyo",
            "ignoreLeadingWhiteSpace=false",
            "ignoreTrailingWhiteSpace=false",
            "encoding=UTF-16",
            "encoding=nothing",
            "lineSep=\r\n",
            "lineSep=ab",
            "compression=gzip",
            "compression=nothing",
            "charToEscapeQuoteEscaping=|",
            "extension=tsv");

    private static final List<String> JSON = List.of(
            "ignoreNullFields=false",
            "pretty=true",
            "dateFormat=dd/MM/yyyy",
            "timestampFormat=yyyy-MM-dd HH:mm",
            "timeZone=Asia/Tokyo",
            "encoding=UTF-16LE",
            "lineSep=, ",
            "compression=gzip",
            "writeNonAsciiCharacterAsCodePoint=true",
            "locale=de-DE");

    private static final List<String> LINES = List.of("lineSep=ab", "compression=gzip", "encoding=UTF-16");

    private FileWrites() {}

    /** @param directory where the servers write to, one after the other */
    static Stream<Plan> all(Path directory) {
        return Stream.of(
                        plans(directory, "csv", FLAT, CSV),
                        plans(directory, "csv", NESTED, List.of("header=true")),
                        plans(directory, "json", FLAT, JSON),
                        plans(directory, "json", NESTED, JSON),
                        plans(directory, "text", TEXT, LINES),
                        plans(directory, "text", FLAT, LINES.subList(0, 1)))
                .flatMap(plans -> plans);
    }

    private static Stream<Plan> plans(Path directory, String format, String query, List<String> settings) {
        return settings.stream().map(setting -> {
            String name = "write " + format + " with " + setting.replace("\r\n", "\\r\\n") + ": " + query;
            Map<String, String> options = new LinkedHashMap<>();
            int equals = setting.indexOf('=');
            options.put(setting.substring(0, equals), setting.substring(equals + 1));
            Path target = directory.resolve(format + "-" + Integer.toHexString(name.hashCode()));
            return Plan.answer(name, session -> write(session, query, format, options, target));
        });
    }

    private static Answer write(
            SparkSession session, String query, String format, Map<String, String> options, Path target) {
        session.sql(query)
                .coalesce(1)
                .write()
                .format(format)
                .options(options)
                .mode(SaveMode.Overwrite)
                .save(target.toString());
        List<Object> files = new ArrayList<>();
        try (Stream<Path> all = Files.list(target)) {
            for (Path file : all.filter(path -> path.getFileName().toString().startsWith("part-"))
                    .sorted()
                    .toList()) {
                files.add(file.getFileName().toString().replaceFirst("^part-.*-c000", ""));
                files.add(Arrays.toString(content(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Answer.ofValues(files.toArray());
    }

    private static byte[] content(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return file.toString().endsWith(".gz") ? new GZIPInputStream(in).readAllBytes() : in.readAllBytes();
        }
    }
}
