package dev.kiln.sql;

/** How tightly an expression binds, loosest first. */
public enum Precedence {
    OR,
    AND,
    NOT,
    PREDICATE,
    OTHER,
    ADDITIVE,
    MULTIPLICATIVE,
    UNARY,
    PRIMARY
}
