package dev.kiln.cli;

import dev.kiln.app.OwnStore;
import dev.kiln.app.UserException;
import dev.kiln.store.Store;
import dev.kiln.store.backup.TableBackup;
import dev.kiln.store.backup.TableRestore;
import dev.kiln.store.client.ClientSettings;
import dev.kiln.store.client.Stores;
import dev.kiln.store.table.TableName;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kiln store backup} and {@code kiln store restore}: tables as files of a directory, and back. */
final class StoreBackupCommands {
    private StoreBackupCommands() {}

    /** What both have in common: which store, and which tables. */
    abstract static class OnTables implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Option(
                names = "--locators",
                split = ",",
                paramLabel = "HOST:PORT",
                description = "Where the store's locators are (default: the home's own store).")
        private @Nullable List<String> locators;

        @Option(
                names = "--table",
                paramLabel = "NAMESPACE.NAME",
                description = "A table, as often as there are some to be named (default: all).")
        private @Nullable List<String> tables;

        @Mixin
        private StoreAccessOptions access;

        @Mixin
        private HomeOptions home;

        final List<TableName> tables() {
            return tables == null ? List.of() : tables.stream().map(this::table).toList();
        }

        private TableName table(String name) {
            int dot = name.indexOf('.');
            if (dot < 1 || dot == name.length() - 1) {
                throw new ParameterException(spec.commandLine(), "--table takes NAMESPACE.NAME, not '" + name + "'");
            }
            return new TableName(name.substring(0, dot), name.substring(dot + 1));
        }

        final int with(Consumer<Store> work) {
            try {
                if (locators == null) {
                    try (OwnStore own = OwnStore.open(home.home(), home.source().load(home.home()))) {
                        work.accept(own.store());
                    }
                } else {
                    try (Store store = Stores.connect(new ClientSettings(
                            locators, ClientSettings.DEFAULT_TIMEOUT, "localhost", access.client()))) {
                        work.accept(store);
                    }
                }
                return 0;
            } catch (IllegalArgumentException | UncheckedIOException e) {
                throw new UserException(e.getMessage(), e);
            }
        }

        final void say(String line) {
            spec.commandLine().getOut().println(line);
            spec.commandLine().getOut().flush();
        }
    }

    @Command(
            name = "backup",
            description = {
                "Write tables of a store into a directory.",
                "A column table is written as it is at one moment; of a row table, every row as it is when it is read. Both go on"
                        + " being used meanwhile."
            })
    static final class BackupCommand extends OnTables {
        @Option(names = "--to", required = true, paramLabel = "DIR", description = "An empty directory, or a new one.")
        private Path directory;

        @Override
        public Integer call() {
            return with(store -> TableBackup.write(store, directory.toAbsolutePath(), tables(), this::say));
        }
    }

    @Command(
            name = "restore",
            description = {
                "Make the tables of a backup, in a store of any size.",
                "Tables that are there already aren't touched, and then nothing is restored, unless --replace says otherwise."
            })
    static final class RestoreCommand extends OnTables {
        @Option(names = "--from", required = true, paramLabel = "DIR", description = "What a backup has written.")
        private Path directory;

        @Option(names = "--replace", description = "Replace tables that are there already, with all that they hold.")
        private boolean replace;

        @Override
        public Integer call() {
            return with(store -> TableRestore.read(
                    store,
                    directory.toAbsolutePath(),
                    tables(),
                    replace ? TableRestore.Existing.REPLACED : TableRestore.Existing.REFUSED,
                    this::say));
        }
    }
}
