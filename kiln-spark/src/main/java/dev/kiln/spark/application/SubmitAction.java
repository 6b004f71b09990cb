package dev.kiln.spark.application;

import dev.kiln.spark.master.Master;

/** What a command line in the form of spark-submit asks for. */
public sealed interface SubmitAction {
    record Submit(SubmitRequest request) implements SubmitAction {}

    /** End the driver of a submission. */
    record Kill(Master master, String submission, SparkProperties properties) implements SubmitAction {}

    /** Say how the driver of a submission is. */
    record Status(Master master, String submission, SparkProperties properties) implements SubmitAction {}

    /** Say which Spark it is. */
    record ShowVersion() implements SubmitAction {}
}
