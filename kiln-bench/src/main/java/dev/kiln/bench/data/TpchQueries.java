package dev.kiln.bench.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/** The texts of the TPC-H queries, as Spark's tests have them. DuckDB takes the same texts. */
public final class TpchQueries {
    public static final List<Integer> NUMBERS =
            IntStream.rangeClosed(1, 22).boxed().toList();

    private TpchQueries() {}

    public static String text(int number) {
        try (InputStream in = TpchQueries.class.getResourceAsStream("/tpch/q" + number + ".sql")) {
            if (in == null) {
                throw new IllegalArgumentException("there is no query " + number);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
