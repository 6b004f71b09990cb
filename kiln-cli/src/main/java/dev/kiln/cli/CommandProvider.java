package dev.kiln.cli;

/**
 * Adds a sub-command to {@code kiln} from a module that this one does not know, found by {@link java.util.ServiceLoader}.
 */
public interface CommandProvider {
    /** An object that picocli understands: annotated with {@code @Command}, with a name of its own. */
    Object command();
}
