package dev.kiln.sql;

/** Whether equal rows count each or once. */
public enum Quantifier {
    ALL,
    DISTINCT
}
