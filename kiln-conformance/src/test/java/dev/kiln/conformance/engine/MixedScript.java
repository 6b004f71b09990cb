package dev.kiln.conformance.engine;

import static org.apache.spark.sql.functions.call_udf;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What a user may do in one session, with statements for which the embedded engine is enough between such that it is not.
 * Gives every answer as text, so that those of two servers can be compared.
 */
final class MixedScript {
    private final SparkSession session;
    private final Path directory;
    private final List<String> answers = new ArrayList<>();

    /** @param directory for files, which the server can reach */
    MixedScript(SparkSession session, Path directory) {
        this.session = session;
        this.directory = directory;
    }

    List<String> run() throws Exception {
        stateBeforeAnythingElse();
        uploadedCode();
        statesOnBothSides();
        files();
        stream();
        shadowedNames();
        errors();
        return answers;
    }

    private void stateBeforeAnythingElse() {
        people("people", 1, 2, 3);
        sql("SET spark.sql.session.timeZone=Asia/Kathmandu");
        session.conf().set("spark.sql.ansi.enabled", "false");
        sql("DECLARE VARIABLE factor INT DEFAULT 10");
        sql("SET VARIABLE factor = factor + 1");
        sql("CREATE TEMPORARY VIEW tens AS SELECT id * 10 AS ten FROM people");
        sql("CREATE TEMPORARY FUNCTION doubled(x BIGINT) RETURNS BIGINT RETURN x * 2");
        sql("SELECT factor, current_timezone(), 1 / 0");
        sql("SELECT sum(ten), doubled(21) FROM tens");
    }

    private void uploadedCode() throws URISyntaxException {
        sql("SELECT java_method('java.lang.Math', 'abs', -3) AS three");
        String name = PlusOne.class.getName().replace('.', '/') + ".class";
        session.addArtifact(
                Path.of(PlusOne.class.getResource("/" + name).toURI()).toString(), name);
        session.udf().register("plus_one", new PlusOne(), DataTypes.LongType);
        show(session.range(3).select(call_udf("plus_one", col("id"))));
        UserDefinedFunction inline = udf(new PlusOne(), DataTypes.LongType);
        show(session.table("people").select(inline.apply(col("id"))));
        sql(
                "SELECT plus_one(ten), factor, current_timezone(), 1 / 0, doubled(id) FROM tens JOIN people ON ten = id * 10");
    }

    private void statesOnBothSides() {
        sql("CREATE TEMPORARY VIEW more AS SELECT plus_one(id) AS next FROM people");
        sql("CREATE TEMPORARY VIEW most AS SELECT max(next) AS top FROM more");
        sql("SELECT * FROM more");
        sql("SELECT * FROM most");
        sql("SET VARIABLE factor = 100");
        session.conf().set("spark.sql.session.timeZone", "UTC");
        people("people", 7, 8);
        sql("SELECT factor, current_timezone(), count(*), sum(id) FROM people");
        sql("SELECT factor, current_timezone(), sum(plus_one(id)) FROM people");
        sql("SELECT * FROM most");
        sql("EXECUTE IMMEDIATE 'SELECT top FROM most'");
        sql("SELECT count(*) FROM IDENTIFIER('mo' || 're')");
        sql("SET VARIABLE factor = (SELECT top FROM most)");
        sql("SELECT factor");
        answers.add(session.conf().get("spark.sql.session.timeZone"));
        session.conf().unset("spark.sql.session.timeZone");
        sql("RESET spark.sql.ansi.enabled");
        sql("SELECT plus_one(1), current_setting() IS NULL");
    }

    private void files() {
        String path = directory.resolve("numbers").toString();
        session.range(5).write().parquet(path);
        session.read().parquet(path).createOrReplaceTempView("numbers");
        sql("SELECT sum(id) FROM numbers");
        sql("SELECT sum(plus_one(id)) FROM numbers");
        session.range(10)
                .select(call_udf("plus_one", col("id")).as("id"))
                .write()
                .mode(SaveMode.Overwrite)
                .parquet(path);
        show(session.read().parquet(path).selectExpr("sum(id)", "count(*)"));
        sql("SELECT sum(id) FROM parquet.`" + path + "`");
        session.range(2).write().mode(SaveMode.Append).parquet(path);
        show(session.read().parquet(path).selectExpr("sum(plus_one(id))", "count(*)"));
    }

    private void stream() throws Exception {
        Path lines = Files.createDirectory(directory.resolve("lines"));
        Files.writeString(lines.resolve("lines.txt"), "a\nb\nc\n");
        StreamingQuery query = session.readStream()
                .text(lines.toString())
                .writeStream()
                .format("memory")
                .queryName("words")
                .trigger(Trigger.AvailableNow())
                .start();
        answers.add("stream ended: " + query.awaitTermination(60_000));
        sql("SELECT * FROM words");
        answers.add("words: " + session.table("words").count());
        sql("SELECT value, id FROM words JOIN people ON ascii(value) - 90 = id");
    }

    private void shadowedNames() {
        sql("CREATE OR REPLACE TEMPORARY VIEW tens AS SELECT plus_one(id) AS ten FROM people");
        sql("SELECT * FROM tens");
        sql("CREATE OR REPLACE TEMPORARY VIEW tens AS SELECT 5 AS ten");
        sql("SELECT * FROM tens");
        sql("DROP VIEW more");
        sql("SELECT * FROM most");
        sql("SELECT * FROM more");
        people("more", 42);
        sql("SELECT * FROM more");
        sql("SHOW VIEWS");
    }

    private void errors() {
        sql("SELECT nothing FROM people");
        sql("SELECT plus_one(nothing) FROM people");
        sql("SELECT CAST(plus_one(id) || 'x' AS INT) FROM people");
        sql("SELEC 1");
        sql("SELECT 'the end'");
    }

    private void people(String view, long... ids) {
        List<Row> rows = new ArrayList<>();
        for (long id : ids) {
            rows.add(RowFactory.create(id));
        }
        session.createDataFrame(rows, StructType.fromDDL("id bigint")).createOrReplaceTempView(view);
    }

    private void sql(String text) {
        answer(text, () -> session.sql(text));
    }

    private void show(Dataset<Row> rows) {
        answer("rows", () -> rows);
    }

    private void answer(String what, Callable<Dataset<Row>> query) {
        String answer;
        try {
            answer = query.call().collectAsList().stream()
                    .map(Row::toString)
                    .sorted()
                    .toList()
                    .toString();
        } catch (Exception e) {
            answer = e instanceof SparkThrowable known ? "error " + known.getCondition() : e.toString();
        }
        answers.add(what + " -> " + answer);
    }
}
