package dev.kiln.cli.shell;

import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.SyntaxError;
import org.jline.reader.impl.DefaultParser;

/** Tells the line editor when a statement is complete, and which word is to be completed. */
final class StatementParser extends DefaultParser {
    StatementParser() {
        setQuoteChars(new char[0]);
        setEscapeChars(new char[0]);
        setEofOnUnclosedQuote(false);
    }

    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) throws SyntaxError {
        if (context == ParseContext.ACCEPT_LINE && !ShellCommands.isOne(line)) {
            StatementSplitter split = StatementSplitter.split(line);
            if (split.open() || StatementSplitter.hasCode(split.rest())) {
                throw new EOFError(-1, -1, "the statement goes on", "");
            }
        }
        return super.parse(line, cursor, context);
    }

    @Override
    public boolean isDelimiterChar(CharSequence buffer, int position) {
        char c = buffer.charAt(position);
        return Character.isWhitespace(c) || "(),;=<>+-*/|".indexOf(c) >= 0;
    }
}
