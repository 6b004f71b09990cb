package dev.kiln.bench.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.Consumer;

/**
 * A directory with one Parquet file per table. It is made once: the files are written next to it and then renamed, so a
 * directory with its final name is complete.
 *
 * @param directory where the files are
 * @param tables table names
 */
public record Dataset(Path directory, List<String> tables) {
    public Dataset {
        tables = List.copyOf(tables);
    }

    public Path file(String table) {
        return directory.resolve(table + ".parquet");
    }

    static Dataset madeOnce(Path directory, List<String> tables, Consumer<Dataset> maker) {
        Dataset complete = new Dataset(directory, tables);
        if (Files.isDirectory(directory)) {
            return complete;
        }
        try {
            Files.createDirectories(directory.toAbsolutePath().getParent());
            Path unfinished = Files.createTempDirectory(
                    directory.toAbsolutePath().getParent(), directory.getFileName() + "-unfinished-");
            maker.accept(new Dataset(unfinished, tables));
            Files.move(unfinished, directory, StandardCopyOption.ATOMIC_MOVE);
            return complete;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + directory, e);
        }
    }
}
