package dev.kiln.conformance.differential;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Files of text as people have them: quoted by halves, ragged, in other encodings, broken. */
final class AwkwardFiles {
    private static final String PLAIN_CSV = """
            id,name,score,day,at,ok
            1,Ada,1.5,2020-02-29,2020-02-29 12:34:56.789,true
            2, Bob ,,2021-01-03,2021-01-03T23:59:59Z,false
            3,"",NaN,1582-10-04,2020-03-08 02:30:00,TRUE
            ,null,-Inf,,,
            -5,-,1e3,9999-12-31,2020-11-01 01:30:00+01:00,f
            """;

    private static final String QUOTES_CSV = """
            id,name,score,day
            1,"a,b",1,"2020-01-01"
            2,"say ""hi""\",2,'x,y'
            3,"say \\"hi\\"",3,\\
            # a remark
            4,un"quoted,4,"half
            5,"two
            lines",5,|bar,|
            6, "spaced" ,6,"tail" x
            7,"open,7,
            8,"",8,"\\\\"
            """;

    private static final String RAGGED_CSV = """
            id,name,score,day,at,ok
            1,Ada

            2,Bob,2.5,2020-01-01,2020-01-01 00:00:00,true,more,and more
            three,Cid,3.5,2020-02-30,yesterday,maybe
            4,Dan,4.5,2020-13-01,2020-01-01 25:00:00,true
               \s
            300,Eve,x,2020-01-01,2020-01-01 00:00:00,false
            6,,,,,
            """;

    private static final String NUMBERS_CSV = """
            a,b,c,d
            1,1.0,99999999999,NaN
            -0,1e400,12345678901234567890123,Infinity
            +7,1.10,9223372036854775807,-Infinity
            007,"1,000",-9223372036854775808,Inf
            2147483648,1.5d,0x10,-Inf
            1_000,.5,5.,nan
            """;

    private static final String TIMES_CSV = """
            id,day,at
            1,29/02/2020,29/02/2020 01:02:03
            2,2020-2-9,2020-2-9 1:2:3
            3,3. März 2020,2020-03-03T10:11:12.123456+02:00
            4,20200303,2020-03-03 10:11
            5,2020,1583233200
            6,0000-01-01,noon
            7,+12345-01-01,2020-03-03 10:11:12 Europe/Berlin
            """;

    private static final String PLAIN_JSON = """
            {"id": 1, "name": "Ada", "score": 1.5, "day": "2020-02-29", "at": "2020-02-29T12:34:56.789", "tags": ["x", null]}
            {"id": 2, "name": null, "s": {"x": 1, "y": "one"}, "m": {"a": 1, "b": null}}
            {"id": "3", "name": 4, "score": "NaN", "tags": [], "s": {"x": "2"}}

            {"ID": 5, "id": 6, "id": 7, "tags": "x", "s": [1, {"x": 2}], "ok": true}
            {"name": {"first": "Eve", "n": [1, 2.50]}, "score": 3, "ok": "yes"}
            """;

    private static final String QUIRKS_JSON = """
            {"id": 1, "name": "plain"}
            {'id': 2, 'name': 'single'}
            {id: 3, name: "unquoted"}
            {"id": 004, "name": "zeros"}
            {"id": 5, "name": "back\\slash \\$ \\q"}
            {"id": 6, /* remark */ "name": "remark"} // more
            {"id": 7, "score": NaN, "name": "nan"}
            {"id": 8, "score": -Infinity, "name": "tab	here"}
            {"id": 9, "score": +INF, "name": "more"} {"id": 10}
            {"id": 11, "name": "\\u00e9\\ud83d\\ude00", "score": .5}
            """;

    private static final String BROKEN_JSON = """
            {"id": 1, "name": "Ada"}
            {"id": 2, "name": "open
            nonsense
            [{"id": 3}, {"id": 4, "name": "list"}]
            [1, 2]
            "text"
            7
            {"id": 99999999999999999999, "name": "large"}
            {"id": {"x": 1}, "name": ["a", {"b": 1}], "day": "2020-02-30", "at": "never", "score": "abc"}
            {"id": 5, "name": "tail"}}
            {}
            """;

    private static final String DOCUMENT_JSON = """
            [
              {"id": 1, "name": "Ada", "s": {"x": 1}},
              {"id": 2,
               "name": "two\\nlines", "tags": ["a", "b"]},
              null,
              {"id": "x", "score": 1e2}
            ]
            """;

    private static final String NUMBERS_JSON = """
            {"a": 1, "b": 1.0, "c": 9223372036854775807, "d": 1.5}
            {"a": 2147483648, "b": 1e400, "c": 9223372036854775808, "d": 12345678901234567890.123456789}
            {"a": 1.5, "b": -0.0, "c": 123456789012345678901234567890123456789, "d": 0.00000000000000000000000000000000000001}
            {"a": "1", "b": 1E2, "c": -1, "d": 3}
            """;

    private static final String TIMES_JSON = """
            {"id": 1, "day": "29/02/2020", "at": "29/02/2020 01:02:03"}
            {"id": 2, "day": "2020-2-9", "at": "2020-02-09 01:02:03"}
            {"id": 3, "day": "3. März 2020", "at": "2020-03-03T10:11:12.123456+02:00"}
            {"id": 4, "day": "20200303", "at": 1583233200}
            {"id": 5, "day": 18000, "at": "2020-03-03"}
            """;

    private static final String NULLS_JSON = """
            {"id": 1, "a": null, "b": [], "s": {"x": null}, "t": [null], "u": {}}
            {"id": null, "a": null, "b": null, "s": {"x": null}, "t": [], "u": {"v": {}}}
            """;

    private static final String FOREIGN_CSV = "id,name\n1,Grüße\n2,\"é,ÿ\"\n3,ñ\n";
    private static final String FOREIGN_JSON = "{\"id\": 1, \"name\": \"Grüße\"}\n{\"id\": 2, \"name\": \"é\"}\n";

    private AwkwardFiles() {}

    /** Writes all files into an empty directory. */
    static void write(Path directory) throws IOException {
        text(directory, "plain.csv", PLAIN_CSV);
        text(directory, "quotes.csv", QUOTES_CSV);
        text(directory, "ragged.csv", RAGGED_CSV);
        text(directory, "pipes.csv", PLAIN_CSV.replace(",", "||"));
        text(directory, "numbers.csv", NUMBERS_CSV);
        text(directory, "times.csv", TIMES_CSV);
        text(directory, "latin.csv", FOREIGN_CSV, StandardCharsets.ISO_8859_1);
        text(directory, "wide.csv", FOREIGN_CSV, StandardCharsets.UTF_16);
        text(directory, "mark.csv", "\uFEFF" + PLAIN_CSV);
        text(directory, "returns.csv", PLAIN_CSV.replace("\n", "\r\n"));
        text(directory, "breaks.csv", PLAIN_CSV.replace("\n", "\r"));
        text(directory, "empty.csv", "");
        packed(directory, "packed.csv.gz", PLAIN_CSV);
        text(directory, "headers/1.csv", "id,name\n1,Ada\n");
        text(directory, "headers/2.csv", "name,id\nBob,2\n");
        text(directory, "headers/3.csv", "id,name,extra\n3,Cid,x\n");
        text(directory, "parts/day=2020-01-01/1.csv", "id,name\n1,Ada\n");
        text(directory, "parts/day=2020-01-02/2.csv", "id,name\n2,Bob\n");
        text(directory, "plain.json", PLAIN_JSON);
        text(directory, "quirks.json", QUIRKS_JSON);
        text(directory, "broken.json", BROKEN_JSON);
        text(directory, "document.json", DOCUMENT_JSON);
        text(directory, "numbers.json", NUMBERS_JSON);
        text(directory, "times.json", TIMES_JSON);
        text(directory, "latin.json", FOREIGN_JSON, StandardCharsets.ISO_8859_1);
        text(directory, "wide.json", FOREIGN_JSON, StandardCharsets.UTF_16LE);
        text(directory, "mark.json", "\uFEFF" + PLAIN_JSON);
        text(directory, "nulls.json", NULLS_JSON);
        text(directory, "empty.json", "");
        packed(directory, "packed.json.gz", PLAIN_JSON);
    }

    private static void text(Path directory, String name, String text) throws IOException {
        text(directory, name, text, StandardCharsets.UTF_8);
    }

    private static void text(Path directory, String name, String text, Charset encoding) throws IOException {
        write(directory, name, text.getBytes(encoding));
    }

    private static void packed(Path directory, String name, String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        write(directory, name, bytes.toByteArray());
    }

    private static void write(Path directory, String name, byte[] content) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }
}
