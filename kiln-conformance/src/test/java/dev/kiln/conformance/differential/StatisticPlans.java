package dev.kiln.conformance.differential;

import static dev.kiln.conformance.differential.RelationPlans.one;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.sort_array;

import java.util.Map;
import java.util.stream.Stream;

/** Functions on missing values and statistics of data frames. */
final class StatisticPlans {
    private StatisticPlans() {}

    static Stream<Plan> all() {
        return Stream.concat(missing(), statistics());
    }

    private static Stream<Plan> missing() {
        return Stream.of(
                one("na drop", frame -> frame.na().drop()),
                one("na drop all", frame -> frame.na().drop("all")),
                one("na drop any of", frame -> frame.na().drop(new String[] {"g"})),
                one("na drop threshold", frame -> frame.na().drop(3)),
                one("na fill number", frame -> frame.na().fill(7)),
                one("na fill fraction", frame -> frame.na().fill(7.9)),
                one("na fill text", frame -> frame.na().fill("?")),
                one("na fill map", frame -> frame.na().fill(Map.of("g", "?", "i", 7))),
                one("na fill some", frame -> frame.na().fill(7, new String[] {"i"})),
                one("na replace", frame -> frame.na().replace("g", Map.of("a", "z"))),
                one("na replace numbers", frame -> frame.na().replace(new String[] {"i", "d"}, Map.of(300, 1))),
                Plan.frame(
                        "na drop not a number",
                        session -> session.table("numbers").na().drop()),
                Plan.frame(
                        "na fill not a number",
                        session -> session.table("numbers").na().fill(0.5)));
    }

    private static Stream<Plan> statistics() {
        return Stream.of(
                one("describe", frame -> frame.describe("i", "g")),
                one("describe all", frame -> frame.describe()),
                one("summary", frame -> frame.select("i", "d").summary("count", "min", "50%", "max")),
                one("summary of all", frame -> frame.select("i", "d", "g").summary()),
                one("crosstab", frame -> frame.stat().crosstab("g", "k")),
                one("frequent items", frame -> frame.filter("b IS NOT NULL")
                        .stat()
                        .freqItems(new String[] {"b"}, 0.1)
                        .select(sort_array(col("b_freqItems")))),
                Plan.frame("sample by", session -> session.range(0, 60, 1, 1)
                        .selectExpr("id", "id % 3 AS g")
                        .stat()
                        .sampleBy("g", Map.of(0L, 0.5, 1L, 1.0), 11)),
                Plan.answer(
                                "correlation",
                                session -> Answer.ofValues(
                                        session.table("tame").stat().corr("i", "d")))
                        .inTenDigits(),
                Plan.answer(
                                "covariance",
                                session -> Answer.ofValues(
                                        session.table("tame").stat().cov("i", "l")))
                        .inTenDigits(),
                Plan.answer(
                        "quantiles",
                        session -> Answer.ofValues(
                                session.table("tame").stat().approxQuantile("d", new double[] {0.25, 0.5, 1}, 0.0))));
    }
}
