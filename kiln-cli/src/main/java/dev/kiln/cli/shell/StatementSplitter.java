package dev.kiln.cli.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Cuts text into statements at semicolons, except within quotes, comments and the BEGIN ... END of a compound statement.
 *
 * @param statements complete statements, without their semicolons and without those that hold nothing but comments
 * @param rest what follows the last semicolon
 * @param open whether the rest ends within a quote, a comment or a compound statement
 */
record StatementSplitter(List<String> statements, String rest, boolean open) {
    static StatementSplitter split(String text) {
        return new Scanner(text).scan();
    }

    /** All statements, where the end of the text ends the last one. */
    List<String> all() {
        List<String> all = new ArrayList<>(statements);
        if (hasCode(rest)) {
            all.add(rest.strip());
        }
        return all;
    }

    /** Whether there is anything besides blanks and comments. */
    static boolean hasCode(String text) {
        Scanner scanner = new Scanner(text);
        scanner.scan();
        return scanner.sawCode;
    }

    /** One pass over a text. */
    private static final class Scanner {
        /** Words that END closes by name, as in END IF: they open nothing that is counted. */
        private static final Set<String> NAMED_ENDS = Set.of("IF", "WHILE", "LOOP", "REPEAT", "FOR");

        private final String text;
        private final List<String> statements = new ArrayList<>();
        private int position;
        private int start;
        private boolean codeInStatement;
        private boolean sawCode;
        private boolean compound;
        private int depth;
        private boolean unterminated;

        Scanner(String text) {
            this.text = text;
        }

        StatementSplitter scan() {
            while (position < text.length()) {
                char c = text.charAt(position);
                if (text.startsWith("--", position)) {
                    skipLine();
                } else if (text.startsWith("/*", position)) {
                    skipBlockComment();
                } else if (c == '\'' || c == '"' || c == '`') {
                    code();
                    skipQuoted(c, c != '`');
                } else if (Character.isLetter(c) || c == '_') {
                    word();
                } else if (c == ';' && depth == 0) {
                    endStatement();
                } else {
                    if (!Character.isWhitespace(c) && c != ';') {
                        code();
                    }
                    position++;
                }
            }
            return new StatementSplitter(List.copyOf(statements), text.substring(start), unterminated || depth > 0);
        }

        private void code() {
            codeInStatement = true;
            sawCode = true;
        }

        private void endStatement() {
            if (codeInStatement) {
                statements.add(text.substring(start, position).strip());
            }
            position++;
            start = position;
            codeInStatement = false;
            compound = false;
        }

        private void skipLine() {
            int end = text.indexOf('\n', position);
            position = end < 0 ? text.length() : end + 1;
        }

        /** Spark's block comments nest. */
        private void skipBlockComment() {
            int nesting = 0;
            do {
                if (text.startsWith("/*", position)) {
                    nesting++;
                    position += 2;
                } else if (text.startsWith("*/", position)) {
                    nesting--;
                    position += 2;
                } else {
                    position++;
                }
            } while (nesting > 0 && position < text.length());
            unterminated |= nesting > 0;
        }

        private void skipQuoted(char quote, boolean escapes) {
            position++;
            while (position < text.length()) {
                char c = text.charAt(position);
                if (c == '\\' && escapes) {
                    position += 2;
                } else if (c == quote) {
                    position++;
                    return;
                } else {
                    position++;
                }
            }
            position = text.length();
            unterminated = true;
        }

        private void word() {
            boolean first = !codeInStatement;
            String word = nextWord();
            if (word.equals("R") && position < text.length() && isQuote(text.charAt(position))) {
                skipQuoted(text.charAt(position), false);
                return;
            }
            if (first && word.equals("BEGIN")) {
                compound = true;
            }
            if (!compound) {
                return;
            }
            if (word.equals("BEGIN") || word.equals("CASE")) {
                depth++;
            } else if (word.equals("END")) {
                int afterEnd = position;
                skipBlanks();
                String next = nextWord();
                if (NAMED_ENDS.contains(next)) {
                    return;
                }
                position = next.equals("CASE") ? position : afterEnd;
                depth = Math.max(0, depth - 1);
            }
        }

        private String nextWord() {
            int from = position;
            while (position < text.length() && isWordPart(text.charAt(position))) {
                position++;
            }
            if (position > from) {
                code();
            }
            return text.substring(from, position).toUpperCase(Locale.ROOT);
        }

        private void skipBlanks() {
            while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
                position++;
            }
        }

        private static boolean isWordPart(char c) {
            return Character.isLetterOrDigit(c) || c == '_';
        }

        private static boolean isQuote(char c) {
            return c == '\'' || c == '"';
        }
    }
}
