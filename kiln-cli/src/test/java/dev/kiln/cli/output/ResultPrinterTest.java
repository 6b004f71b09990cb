package dev.kiln.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.cli.client.Column;
import dev.kiln.cli.client.MapEntries;
import dev.kiln.cli.client.VariantText;
import dev.kiln.protocol.DataType;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ResultPrinterTest {
    private static final DataType NUMBER =
            DataType.newBuilder().setLong(DataType.Long.getDefaultInstance()).build();
    private static final DataType TEXT = DataType.newBuilder()
            .setString(DataType.String.getDefaultInstance())
            .build();

    private static String print(OutputFormat format, int width, List<Column> columns, Object[]... rows) {
        StringWriter out = new StringWriter();
        ResultPrinter printer = format.printer(new PrintWriter(out), width);
        printer.columns(columns);
        printer.rows(Arrays.asList(rows));
        printer.end();
        return out.toString();
    }

    private static Object[] row(Object... values) {
        return values;
    }

    private static List<Column> columns() {
        return List.of(new Column("n", NUMBER), new Column("name", TEXT));
    }

    @Test
    void numbersAreAlignedToTheRight() {
        assertThat(print(OutputFormat.TABLE, 80, columns(), row(5L, "five"), row(12345L, null)))
                .isEqualTo("""
                            n | name
                        ------+-----
                            5 | five
                        12345 | NULL
                        """);
    }

    @Test
    void anEmptyResultStillShowsItsColumns() {
        assertThat(print(OutputFormat.TABLE, 80, columns())).isEqualTo("n | name\n--+-----\n");
        assertThat(print(OutputFormat.CSV, 80, columns())).isEqualTo("n,name\r\n");
        assertThat(print(OutputFormat.JSON, 80, columns())).isEmpty();
        assertThat(print(OutputFormat.TABLE, 80, List.of())).isEmpty();
    }

    @Test
    void wideColumnsAreCutToTheTerminal() {
        assertThat(print(OutputFormat.TABLE, 20, columns(), row(1L, "a".repeat(50)))
                        .lines())
                .hasSize(3)
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(20))
                .last()
                .asString()
                .endsWith("a…");
    }

    @Test
    void manyColumnsBecomeBlocks() {
        List<Column> many = Collections.nCopies(10, new Column("column", TEXT));
        String printed = print(
                OutputFormat.TABLE,
                40,
                many,
                Collections.nCopies(10, "some value").toArray());
        assertThat(printed).startsWith("-- row 1 --").contains("column | some value");
    }

    @Test
    void wideCharactersTakeTwoPlaces() {
        List<Column> columns = List.of(new Column("a", TEXT), new Column("b", TEXT));
        assertThat(print(OutputFormat.TABLE, 80, columns, row("日本", "x"), row("abcd", "y")))
                .isEqualTo("a    | b\n-----+--\n日本 | x\nabcd | y\n");
    }

    @Test
    void controlCharactersDoNotReachTheTerminal() {
        assertThat(print(OutputFormat.TABLE, 80, columns(), row(1L, "a\nb\u001b[31m")))
                .contains("a\\nb\\u001b[31m");
    }

    @Test
    void textOfSeveralLinesAloneIsPrintedAsItIs() {
        assertThat(print(OutputFormat.TABLE, 80, List.of(new Column("plan", TEXT)), row("== Plan ==\n  Scan\n")))
                .isEqualTo("== Plan ==\n  Scan\n");
    }

    @Test
    void pagesGoOnWithoutAnotherHeader() {
        StringWriter out = new StringWriter();
        ResultPrinter printer = OutputFormat.TABLE.printer(new PrintWriter(out), 0);
        printer.columns(columns());
        List<Object[]> rows = new ArrayList<>();
        for (long i = 0; i < 2500; i++) {
            rows.add(row(i, "x"));
        }
        printer.rows(rows);
        printer.end();
        assertThat(out.toString().lines())
                .hasSize(2502)
                .filteredOn(line -> line.contains("name"))
                .hasSize(1);
    }

    @Test
    void csvQuotesWhatNeedsIt() {
        assertThat(print(OutputFormat.CSV, 0, columns(), row(1L, "a,\"b\"\n"), row(null, ""), row(null, null)))
                .isEqualTo("n,name\r\n1,\"a,\"\"b\"\"\n\"\r\n,\"\"\r\n,\r\n");
    }

    @Test
    void jsonKeepsTypes() {
        List<Column> columns = List.of(
                new Column("long", NUMBER),
                new Column("decimal", TEXT),
                new Column("list", TEXT),
                new Column("map", TEXT),
                new Column("struct", TEXT),
                new Column("binary", TEXT),
                new Column("date", TEXT));
        assertThat(print(
                        OutputFormat.JSON,
                        0,
                        columns,
                        row(
                                Long.MAX_VALUE,
                                new BigDecimal("1E+3").setScale(2),
                                Arrays.asList(1L, null),
                                new MapEntries(List.of(new MapEntries.Entry(1L, true))),
                                Map.of("f", "\""),
                                "AB".getBytes(StandardCharsets.US_ASCII),
                                LocalDate.of(2026, 1, 2))))
                .isEqualTo("{\"long\":9223372036854775807,\"decimal\":1000.00,\"list\":[1,null],\"map\":{\"1\":true},"
                        + "\"struct\":{\"f\":\"\\\"\"},\"binary\":\"QUI=\",\"date\":\"2026-01-02\"}\n");
    }

    @Test
    void variantsAreTheJsonThatTheyHold() {
        List<Column> column = List.of(new Column("v", TEXT));
        VariantText variant = new VariantText("{\"a\":[1,null]}");
        assertThat(print(OutputFormat.JSON, 0, column, row(variant))).isEqualTo("{\"v\":{\"a\":[1,null]}}\n");
        assertThat(print(OutputFormat.CSV, 0, column, row(variant))).isEqualTo("v\r\n\"{\"\"a\"\":[1,null]}\"\r\n");
        assertThat(CellText.of(List.of(variant))).isEqualTo("[{\"a\":[1,null]}]");
    }

    @Test
    void valuesReadAsACastToStringShowsThem() {
        assertThat(CellText.of(1.0e10)).isEqualTo("1.0E10");
        assertThat(CellText.of(new BigDecimal("1E-7"))).isEqualTo("0.0000001");
        assertThat(CellText.of(LocalDateTime.of(2026, 1, 2, 3, 4, 5).atZone(ZoneOffset.UTC)))
                .isEqualTo("2026-01-02 03:04:05");
        assertThat(CellText.of(LocalDateTime.of(2026, 1, 2, 3, 4, 5, 120_000_000)))
                .isEqualTo("2026-01-02 03:04:05.12");
        assertThat(CellText.of(new byte[] {0x41, 0x0a})).isEqualTo("[41 0A]");
        assertThat(CellText.of(new MapEntries(List.of(new MapEntries.Entry("k", null)))))
                .isEqualTo("{k -> NULL}");
        assertThat(CellText.of(Arrays.asList("a", null))).isEqualTo("[a, NULL]");
    }
}
