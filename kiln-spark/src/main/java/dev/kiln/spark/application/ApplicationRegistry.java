package dev.kiln.spark.application;

import dev.kiln.spark.SparkSetupException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The applications that were submitted from one home, a directory each. Of those that have ended, the latest are kept.
 *
 * <p>Several processes may use it at the same time: a record is replaced as a whole.
 */
public final class ApplicationRegistry {
    private static final int KEPT = 100;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final Path directory;
    private final int kept;
    private final SecureRandom random = new SecureRandom();

    /** @param directory {@code applications} in Kiln's home; made when something is written */
    public ApplicationRegistry(Path directory) {
        this(directory, KEPT);
    }

    ApplicationRegistry(Path directory, int kept) {
        this.directory = directory;
        this.kept = kept;
    }

    /** An id that no other application has. */
    String newId(Instant now) {
        return "kiln-" + TIME.format(now) + "-" + "%06x".formatted(random.nextInt(1 << 24));
    }

    ApplicationDirectory directory(String id) {
        return new ApplicationDirectory(directory.resolve(id));
    }

    /**
     * Keeps what is known of an application.
     *
     * @throws SparkSetupException if it cannot be written
     */
    void write(ApplicationRecord record) {
        ApplicationDirectory place = directory(record.id());
        try {
            boolean isNew = Files.notExists(place.path());
            Files.createDirectories(place.path());
            Path written = Files.createTempFile(place.path(), "application", ".new");
            Files.writeString(written, ApplicationJson.write(record));
            Files.move(written, place.record(), StandardCopyOption.ATOMIC_MOVE);
            if (isNew) {
                forgetOldOnes();
            }
        } catch (IOException e) {
            throw new SparkSetupException("cannot write " + place.path() + ": " + e.getMessage(), e);
        }
    }

    /**
     * All that are kept, the latest first.
     *
     * @throws SparkSetupException if they cannot be read
     */
    public List<ApplicationRecord> all() {
        List<ApplicationRecord> records = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, "kiln-*")) {
                for (Path entry : entries) {
                    read(new ApplicationDirectory(entry)).ifPresent(records::add);
                }
            } catch (IOException e) {
                throw new SparkSetupException("cannot read " + directory + ": " + e.getMessage(), e);
            }
        }
        records.sort(Comparator.comparing(ApplicationRecord::submitted).reversed());
        return records;
    }

    /**
     * The application of this id: Kiln's own, the beginning of it if there is no other that begins so, or the cluster
     * manager's.
     *
     * @throws SparkSetupException if there is none, or several
     */
    public ApplicationRecord get(String id) {
        List<ApplicationRecord> found = all().stream()
                .filter(record -> record.id().startsWith(id)
                        || record.id().endsWith(id)
                        || record.submission().equals(Optional.of(id)))
                .toList();
        if (found.isEmpty()) {
            throw new SparkSetupException("no application '" + id + "' was submitted from this home; see 'kiln apps'");
        }
        if (found.size() > 1) {
            throw new SparkSetupException("'" + id + "' could be any of "
                    + String.join(
                            ", ", found.stream().map(ApplicationRecord::id).toList()));
        }
        return found.get(0);
    }

    private static Optional<ApplicationRecord> read(ApplicationDirectory place) throws IOException {
        try {
            return Optional.of(ApplicationJson.read(Files.readString(place.record())));
        } catch (NoSuchFileException e) {
            // Another process is about to write it, or has just removed it.
            return Optional.empty();
        }
    }

    private void forgetOldOnes() throws IOException {
        List<ApplicationRecord> ended =
                all().stream().filter(record -> record.state().isFinal()).toList();
        for (ApplicationRecord old : ended.subList(Math.min(kept, ended.size()), ended.size())) {
            delete(directory(old.id()).path());
        }
    }

    private static void delete(Path path) throws IOException {
        try (Stream<Path> inside = Files.walk(path)) {
            for (Path each : inside.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
