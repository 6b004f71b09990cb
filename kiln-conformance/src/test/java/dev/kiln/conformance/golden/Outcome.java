package dev.kiln.conformance.golden;

/**
 * The verdict on one statement.
 *
 * @param statement the statement that ran
 * @param verdict how the answer relates to the result on record
 * @param cause a short text that is the same for failures of the same kind; empty for a pass
 * @param detail expected and actual answers for a reader; empty for a pass
 */
record Outcome(GoldenStatement statement, Verdict verdict, String cause, String detail) {
    boolean passed() {
        return verdict == Verdict.PASS;
    }

    static Outcome pass(GoldenStatement statement) {
        return new Outcome(statement, Verdict.PASS, "", "");
    }
}
