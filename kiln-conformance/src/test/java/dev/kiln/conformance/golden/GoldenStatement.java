package dev.kiln.conformance.golden;

/**
 * One statement of a golden file with the result on record.
 *
 * @param number its place in the file, from 0
 * @param sql the text, without comments that fill whole lines
 * @param expected what Spark answered
 */
record GoldenStatement(int number, String sql, Expected expected) {}
