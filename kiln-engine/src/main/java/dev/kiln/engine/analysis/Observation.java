package dev.kiln.engine.analysis;

import static java.util.Objects.requireNonNull;

import org.apache.spark.sql.Row;

/**
 * What a query observed about its rows on the way.
 *
 * @param name the name under which the client asked for it
 * @param planId the client's id of the observing relation
 * @param values the metrics, with their schema
 */
public record Observation(String name, long planId, Row values) {
    public Observation {
        requireNonNull(name, "name");
        requireNonNull(values, "values");
    }
}
