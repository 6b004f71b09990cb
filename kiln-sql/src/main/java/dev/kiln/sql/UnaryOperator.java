package dev.kiln.sql;

/** Operators in front of one operand, with how tightly they bind. */
public enum UnaryOperator {
    NOT("NOT ", Precedence.NOT),
    NEGATE("-", Precedence.UNARY),
    BIT_NOT("~", Precedence.UNARY);

    private final String symbol;
    private final Precedence precedence;

    UnaryOperator(String symbol, Precedence precedence) {
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
