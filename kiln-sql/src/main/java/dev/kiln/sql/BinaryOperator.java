package dev.kiln.sql;

/** Operators between two operands, with how tightly they bind. */
public enum BinaryOperator {
    EQUAL("=", Precedence.PREDICATE),
    NOT_EQUAL("<>", Precedence.PREDICATE),
    LESS("<", Precedence.PREDICATE),
    LESS_OR_EQUAL("<=", Precedence.PREDICATE),
    GREATER(">", Precedence.PREDICATE),
    GREATER_OR_EQUAL(">=", Precedence.PREDICATE),
    IS_NOT_DISTINCT_FROM("IS NOT DISTINCT FROM", Precedence.PREDICATE),
    IS_DISTINCT_FROM("IS DISTINCT FROM", Precedence.PREDICATE),
    CONCAT("||", Precedence.OTHER),
    BIT_AND("&", Precedence.OTHER),
    BIT_OR("|", Precedence.OTHER),
    SHIFT_LEFT("<<", Precedence.OTHER),
    SHIFT_RIGHT(">>", Precedence.OTHER),
    ADD("+", Precedence.ADDITIVE),
    SUBTRACT("-", Precedence.ADDITIVE),
    MULTIPLY("*", Precedence.MULTIPLICATIVE),
    DIVIDE("/", Precedence.MULTIPLICATIVE),
    INTEGER_DIVIDE("//", Precedence.MULTIPLICATIVE),
    REMAINDER("%", Precedence.MULTIPLICATIVE);

    private final String symbol;
    private final Precedence precedence;

    BinaryOperator(String symbol, Precedence precedence) {
        this.symbol = symbol;
        this.precedence = precedence;
    }

    public String symbol() {
        return symbol;
    }

    public Precedence precedence() {
        return precedence;
    }
}
