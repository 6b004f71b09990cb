package dev.kiln.conformance.differential;

import java.util.List;
import org.apache.spark.sql.connect.SparkSession;

/** Small temporary views full of values at the edges of their types. */
final class EdgeTables {
    /** Columns of {@code numbers}, which also has a key {@code k} and a group {@code g}. */
    static final List<String> NUMBERS = List.of("b", "s", "i", "l", "f", "d", "m", "n");

    static final List<String> INTEGERS = List.of("b", "s", "i", "l");

    /** Columns of {@code wide}, one of each type. */
    static final List<String> OF_EACH_TYPE = List.of("b", "i", "l", "d", "m", "t", "o", "dt", "ts", "n", "x", "a", "s");

    private static final List<String> VIEWS = List.of("""
            numbers AS SELECT * FROM VALUES
              (1, 'a', 0Y, 0S, 0, 0L, 0.0F, 0.0D, 0.00BD, CAST(0 AS DECIMAL(38, 10))),
              (2, 'a', 1Y, 1S, 1, 1L, 1.5F, 1.5D, 1.50BD, CAST('1.5' AS DECIMAL(38, 10))),
              (3, 'b', -1Y, -1S, -1, -1L, -1.5F, -1.5D, -1.50BD, CAST('-1.5' AS DECIMAL(38, 10))),
              (4, 'b', 127Y, 32767S, 2147483647, 9223372036854775807L, FLOAT('Infinity'), DOUBLE('Infinity'),
                99999999.99BD, CAST('9999999999999999999999999999.9999999999' AS DECIMAL(38, 10))),
              (5, 'b', -128Y, -32768S, -2147483648, -9223372036854775808L, FLOAT('-Infinity'), DOUBLE('-Infinity'),
                -99999999.99BD, CAST('-9999999999999999999999999999.9999999999' AS DECIMAL(38, 10))),
              (6, NULL, 7Y, 25S, 1000000, 1000000000000L, FLOAT('NaN'), DOUBLE('NaN'), 12345.67BD,
                CAST('12345.6789' AS DECIMAL(38, 10))),
              (7, 'c', 2Y, 3S, 4, 5L, -0.0F, -0.0D, 0.01BD, CAST('0.0000000001' AS DECIMAL(38, 10))),
              (8, 'c', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)
              AS t(k, g, b, s, i, l, f, d, m, n)""", """
            tame AS SELECT * FROM VALUES
              (1, 'a', 3Y, 30S, 300, 3000L, 0.5F, 0.25D, 12.34BD),
              (2, 'a', 4Y, 40S, 400, 4000L, 1.5F, 1.25D, 0.01BD),
              (3, 'b', 5Y, 50S, 500, 5000L, 2.5F, 2.25D, 99.99BD),
              (4, 'b', 5Y, 50S, 500, 5000L, 2.5F, 2.25D, 99.99BD),
              (5, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)
              AS t(k, g, b, s, i, l, f, d, m)""", """
            strings AS SELECT * FROM VALUES
              (1, ''), (2, ' '), (3, 'a'), (4, 'A'), (5, 'Straße'), (6, 'ÄÖÜ äöü'), (7, '😀x'), (8, '  padded  '),
              (9, '123'), (10, '-1.5e3'), (11, '2020-02-29'), (12, 'true'), (13, 'a%b_c'), (14, 'a,b,,c'),
              (15, 'The quick brown fox'), (16, '2020-02-29 12:34:56.789'), (17, 'NaN'), (18, NULL), (19, 'İı'),
              (20, 'tab\\there'), (21, '{"a": 1, "b": [1, 2]}'), (22, '9223372036854775808')
              AS t(k, t)""", """
            times AS SELECT k, d, ts, n FROM VALUES
              (1, DATE'1970-01-01', TIMESTAMP'1970-01-01 00:00:00', TIMESTAMP_NTZ'1970-01-01 00:00:00'),
              (2, DATE'2020-02-29', TIMESTAMP'2020-02-29 12:34:56.789', TIMESTAMP_NTZ'2020-02-29 12:34:56.789'),
              (3, DATE'1582-10-04', TIMESTAMP'1582-10-04 01:02:03', TIMESTAMP_NTZ'1582-10-04 01:02:03'),
              (4, DATE'1582-10-15', TIMESTAMP'1883-11-18 11:59:59', TIMESTAMP_NTZ'1883-11-18 11:59:59'),
              (5, DATE'0001-01-01', TIMESTAMP'0001-01-01 00:00:00', TIMESTAMP_NTZ'0001-01-01 00:00:00'),
              (6, DATE'9999-12-31', TIMESTAMP'9999-12-31 23:59:59.999999', TIMESTAMP_NTZ'9999-12-31 23:59:59.999999'),
              (7, DATE'2020-03-08', TIMESTAMP'2020-03-08 02:30:00', TIMESTAMP_NTZ'2020-03-08 02:30:00'),
              (8, DATE'2020-11-01', TIMESTAMP'2020-11-01 01:30:00', TIMESTAMP_NTZ'2020-11-01 01:30:00'),
              (9, DATE'2021-01-03', TIMESTAMP'2021-01-03 23:59:59', TIMESTAMP_NTZ'2021-01-03 23:59:59'),
              (10, NULL, NULL, NULL)
              AS t(k, d, ts, n)""", """
            nested AS SELECT * FROM VALUES
              (1, array(3, 1, 2), array('x', 'y'), map('a', 1, 'b', 2), named_struct('x', 1, 'y', 'one')),
              (2, array(1, 1, NULL), array('y', NULL), map('c', NULL), named_struct('x', 2, 'y', CAST(NULL AS STRING))),
              (3, array(), array(), map(), named_struct('x', CAST(NULL AS INT), 'y', 'three')),
              (4, NULL, NULL, NULL, NULL)
              AS t(k, a, w, m, s)""", """
            spans AS SELECT * FROM VALUES
              (1, INTERVAL '0 00:00:00' DAY TO SECOND, INTERVAL '0-0' YEAR TO MONTH, TIMESTAMP'2020-03-08 01:30:00'),
              (2, INTERVAL '1 02:03:04.567891' DAY TO SECOND, INTERVAL '1-2' YEAR TO MONTH,
                TIMESTAMP'2020-11-01 00:59:59'),
              (3, INTERVAL '-1 02:03:04.5' DAY TO SECOND, INTERVAL '-1-2' YEAR TO MONTH,
                TIMESTAMP'2020-02-29 00:00:00'),
              (4, INTERVAL '1000000 23:59:59.999999' DAY TO SECOND, INTERVAL '1000-11' YEAR TO MONTH,
                TIMESTAMP'1969-12-31 23:59:59.999999'),
              (5, NULL, NULL, NULL)
              AS t(k, e, y, ts)""", """
            wide AS SELECT * FROM VALUES
              (1, 'a', 0Y, 0, 0L, 0.0D, 0.0000BD, '', true, DATE'1970-01-01', TIMESTAMP'1970-01-01 00:00:00',
                TIMESTAMP_NTZ'1970-01-01 00:00:00', X'', array(0, 1), named_struct('x', 0, 'y', '')),
              (2, 'a', 1Y, 1, 1L, 1.5D, 1.5000BD, 'a', false, DATE'2020-02-29', TIMESTAMP'2020-02-29 12:34:56.789',
                TIMESTAMP_NTZ'2020-02-29 12:34:56.789', X'61', array(2), named_struct('x', 1, 'y', 'one')),
              (3, 'b', -1Y, -1, -1L, -1.5D, -1.5000BD, 'Straße', true, DATE'1582-10-04',
                TIMESTAMP'1582-10-15 00:00:00', TIMESTAMP_NTZ'1582-10-15 00:00:00', X'FF00', array(-1, NULL),
                named_struct('x', -1, 'y', CAST(NULL AS STRING))),
              (4, 'b', 127Y, 2147483647, 9223372036854775807L, DOUBLE('Infinity'), 9999999999999999.9999BD, '😀x',
                NULL, DATE'9999-12-31', TIMESTAMP'9999-12-31 23:59:59.999999',
                TIMESTAMP_NTZ'9999-12-31 23:59:59.999999', X'C3A9', array(), named_struct('x', 2147483647, 'y', 'é')),
              (5, 'b', -128Y, -2147483648, -9223372036854775808L, DOUBLE('-Infinity'), -9999999999999999.9999BD,
                ' 12 ', false, DATE'0001-01-01', TIMESTAMP'0001-01-01 00:00:00', TIMESTAMP_NTZ'0001-01-01 00:00:00',
                X'20', array(5, 5, 3), named_struct('x', -2147483648, 'y', '12')),
              (6, NULL, 7Y, 1000000, 1000000000000L, DOUBLE('NaN'), 12345.6789BD, '2020-03-08', true,
                DATE'2020-03-08', TIMESTAMP'2020-03-08 03:30:00', TIMESTAMP_NTZ'2020-03-08 02:30:00', X'313233',
                array(NULL), named_struct('x', 7, 'y', 'NaN')),
              (7, 'c', 2Y, 4, 5L, -0.0D, 0.0001BD, 'true', true, DATE'2020-11-01', TIMESTAMP'2020-11-01 01:30:00',
                TIMESTAMP_NTZ'2020-11-01 01:30:00', X'00', array(7, 8, 9), named_struct('x', 4, 'y', '-0')),
              (8, 'c', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)
              AS t(k, g, b, i, l, d, m, t, o, dt, ts, n, x, a, s)""");

    private EdgeTables() {}

    static void create(SparkSession session) {
        VIEWS.forEach(view -> session.sql("CREATE OR REPLACE TEMPORARY VIEW " + view));
    }
}
