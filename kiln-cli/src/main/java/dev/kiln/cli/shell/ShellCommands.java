package dev.kiln.cli.shell;

import java.util.List;
import java.util.Locale;

/** What the shell itself understands, besides SQL: words that begin with a dot. */
enum ShellCommands {
    HELP(".help", "", "Show this list."),
    TABLES(".tables", "[DATABASE]", "List tables and views."),
    DATABASES(".databases", "", "List databases."),
    SCHEMA(".schema", "TABLE", "List the columns of a table."),
    FORMAT(".format", "table|csv|json", "Choose how results are printed."),
    ROWS(".rows", "NUMBER", "Print at most so many rows of a result."),
    QUIT(".quit", "", "Leave, as Ctrl-D does.");

    private final String word;
    private final String argument;
    private final String description;

    ShellCommands(String word, String argument, String description) {
        this.word = word;
        this.argument = argument;
        this.description = description;
    }

    String word() {
        return word;
    }

    String argument() {
        return argument;
    }

    String description() {
        return description;
    }

    static List<String> words() {
        return List.of(values()).stream().map(ShellCommands::word).toList();
    }

    /** Whether a line is meant for the shell. Leaving works the way people try first, too. */
    static boolean isOne(String line) {
        String stripped = line.strip().toLowerCase(Locale.ROOT);
        return stripped.startsWith(".") || stripped.equals("exit") || stripped.equals("quit");
    }
}
