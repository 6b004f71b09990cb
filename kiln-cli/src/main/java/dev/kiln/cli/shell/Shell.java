package dev.kiln.cli.shell;

import dev.kiln.cli.client.ConnectClient;
import dev.kiln.cli.client.StatementException;
import dev.kiln.cli.output.OutputFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** Reads statements from a terminal and runs them, until the user leaves. */
public final class Shell {
    private static final String PROMPT = "kiln> ";
    private static final String MORE_PROMPT = "   -> ";
    private static final long DEFAULT_ROWS = 1000;

    private final ConnectClient client;
    private final StatementRunner runner;
    private final SchemaNames names;
    private final Terminal terminal;
    private final PrintWriter out;
    private OutputFormat format;
    private long rowLimit = DEFAULT_ROWS;

    private Shell(ConnectClient client, Terminal terminal, OutputFormat format) {
        this.client = client;
        this.runner = new StatementRunner(client);
        this.names = new SchemaNames(client);
        this.terminal = terminal;
        this.out = terminal.writer();
        this.format = format;
    }

    /**
     * Talks to the user until they leave.
     *
     * @param history where statements are remembered; without it they are forgotten at the end
     * @param greeting the first line
     */
    public static void run(ConnectClient client, OutputFormat format, Optional<Path> history, String greeting) {
        try (Terminal terminal = TerminalBuilder.builder().system(true).build()) {
            run(client, terminal, format, history, greeting);
        } catch (IOException e) {
            throw new UncheckedIOException("the terminal cannot be used", e);
        }
    }

    /** The same on a terminal of the caller's, who closes it. */
    public static void run(
            ConnectClient client, Terminal terminal, OutputFormat format, Optional<Path> history, String greeting) {
        Shell shell = new Shell(client, terminal, format);
        LineReaderBuilder reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("kiln")
                .parser(new StatementParser())
                .completer(new SqlCompleter(shell.names, ShellCommands.words()))
                .variable(LineReader.SECONDARY_PROMPT_PATTERN, MORE_PROMPT)
                .variable(LineReader.INDENTATION, 0)
                .option(LineReader.Option.CASE_INSENSITIVE, true)
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .option(LineReader.Option.AUTO_FRESH_LINE, true);
        history.ifPresent(file -> reader.variable(LineReader.HISTORY_FILE, file));
        shell.out.println(greeting);
        shell.out.println("Statements end with a semicolon; .help lists what else there is.");
        shell.loop(reader.build());
    }

    private void loop(LineReader reader) {
        while (true) {
            String line;
            try {
                line = reader.readLine(PROMPT);
            } catch (UserInterruptException e) {
                // Ctrl-C drops what has been typed.
                continue;
            } catch (EndOfFileException e) {
                return;
            }
            if (ShellCommands.isOne(line)) {
                if (!command(line.strip())) {
                    return;
                }
            } else {
                statements(StatementSplitter.split(line).all());
            }
        }
    }

    /** Runs statements up to the first that fails or is interrupted. */
    private void statements(List<String> statements) {
        for (int i = 0; i < statements.size(); i++) {
            int left = statements.size() - i - 1;
            if (!statement(statements.get(i)) && left > 0) {
                out.println(left == 1 ? "The next statement was not run." : "The next " + left + " were not run.");
                out.flush();
                return;
            }
        }
    }

    /** Runs a statement; returns whether it came to its end. */
    private boolean statement(String statement) {
        ProgressLine progress = new ProgressLine(out);
        Terminal.SignalHandler previous = terminal.handle(Terminal.Signal.INT, signal -> interrupt());
        try {
            StatementRunner.Outcome outcome =
                    runner.run(statement, format.printer(out, terminal.getWidth()), rowLimit, progress);
            out.println(outcome.summary() + (outcome.more() ? " (.rows changes how many are printed)" : ""));
            return true;
        } catch (StatementException e) {
            progress.close();
            out.println(e.getMessage());
            return false;
        } finally {
            progress.close();
            terminal.handle(Terminal.Signal.INT, previous);
            names.forget();
            out.println();
            out.flush();
        }
    }

    private void interrupt() {
        try {
            client.interrupt();
        } catch (StatementException e) {
            out.println(e.getMessage());
        }
    }

    /** Runs a command of the shell; returns whether the shell goes on. */
    private boolean command(String line) {
        String[] words = line.split("\\s+", 2);
        String argument = words.length > 1 ? words[1].replaceFirst(";$", "").strip() : "";
        switch (words[0].toLowerCase(Locale.ROOT)) {
            case ".quit", ".exit", "quit", "exit" -> {
                return false;
            }
            case ".help" -> help();
            case ".tables" -> statement(argument.isEmpty() ? "SHOW TABLES" : "SHOW TABLES IN " + argument);
            case ".databases" -> statement("SHOW DATABASES");
            case ".schema" -> describe(argument);
            case ".format" -> chooseFormat(argument);
            case ".rows" -> chooseRows(argument);
            default -> out.println("unknown: " + words[0] + "; see .help");
        }
        out.flush();
        return true;
    }

    private void help() {
        for (ShellCommands command : ShellCommands.values()) {
            out.printf("%-26s %s%n", (command.word() + " " + command.argument()).strip(), command.description());
        }
        out.println("Anything else is SQL. Tab completes, the arrow keys recall, Ctrl-C interrupts.");
    }

    private void describe(String table) {
        if (table.isEmpty()) {
            out.println("which table? .schema TABLE");
        } else {
            statement("DESCRIBE " + table);
        }
    }

    private void chooseFormat(String name) {
        try {
            format = OutputFormat.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            out.println("the formats are table, csv and json; now it is "
                    + format.name().toLowerCase(Locale.ROOT));
        }
    }

    private void chooseRows(String number) {
        if (number.matches("[1-9]\\d{0,9}")) {
            rowLimit = Long.parseLong(number);
        } else {
            out.println("a positive number is expected; now it is " + rowLimit);
        }
    }
}
