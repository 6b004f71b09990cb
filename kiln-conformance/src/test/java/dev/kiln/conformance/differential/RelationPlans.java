package dev.kiln.conformance.differential;

import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A plan for each class of relations, most of them built with the client's data frames. */
final class RelationPlans {
    private RelationPlans() {}

    static Stream<Plan> all() {
        return Stream.of(JoinPlans.all(), ShapePlans.all(), GroupPlans.all(), SourcePlans.all(), StatisticPlans.all())
                .flatMap(plans -> plans);
    }

    /** A plan over the table {@code tame}. */
    static Plan one(String name, UnaryOperator<Dataset<Row>> shape) {
        return Plan.frame(name, session -> shape.apply(session.table("tame")));
    }

    /** A plan over the table {@code nested}. */
    static Plan nested(String name, UnaryOperator<Dataset<Row>> shape) {
        return Plan.frame(name, session -> shape.apply(session.table("nested")));
    }

    /** A plan over the tables {@code tame} and {@code numbers}. */
    static Plan two(String name, BinaryOperator<Dataset<Row>> shape) {
        return Plan.frame(
                name,
                session -> shape.apply(
                        session.table("tame"), session.table("numbers").select("k", "g", "i", "d")));
    }
}
