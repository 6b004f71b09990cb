package dev.kiln.catalog.store;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A change of directories that belongs to a change of the catalog. It is recorded in the same transaction and can be
 * repeated: a process that died between the two finishes it at its next start.
 */
public sealed interface FileWork {
    ObjectMapper MAPPER = new ObjectMapper();

    /** Does the work, or finds it done. */
    void perform(Configuration hadoop) throws IOException;

    /** What this removes, if that is what it does. */
    default Optional<Path> deletes() {
        return Optional.empty();
    }

    /** The error that Spark raises when this work fails. */
    Throwable failure(IOException cause);

    ObjectNode toJson();

    /** Removes a directory with everything in it. */
    record Delete(Path path, Function<IOException, Throwable> onFailure) implements FileWork {
        public Delete {
            requireNonNull(path, "path");
            requireNonNull(onFailure, "onFailure");
        }

        @Override
        public void perform(Configuration hadoop) throws IOException {
            path.getFileSystem(hadoop).delete(path, true);
        }

        @Override
        public boolean isLocal() {
            return FileWork.isLocal(path);
        }

        @Override
        public Optional<Path> deletes() {
            return Optional.of(path);
        }

        @Override
        public Throwable failure(IOException cause) {
            return onFailure.apply(cause);
        }

        @Override
        public ObjectNode toJson() {
            return MAPPER.createObjectNode().put("delete", path.toString());
        }
    }

    /** Moves a directory; the target does not exist or is an empty directory. */
    record Rename(Path from, Path to, Function<IOException, Throwable> onFailure) implements FileWork {
        public Rename {
            requireNonNull(from, "from");
            requireNonNull(to, "to");
            requireNonNull(onFailure, "onFailure");
        }

        @Override
        public void perform(Configuration hadoop) throws IOException {
            FileSystem files = from.getFileSystem(hadoop);
            if (files.exists(from)) {
                files.mkdirs(to.getParent());
                if (!files.rename(from, to)) {
                    throw new IOException("renaming " + from + " to " + to + " was refused");
                }
            }
        }

        @Override
        public boolean isLocal() {
            return FileWork.isLocal(from) && FileWork.isLocal(to);
        }

        @Override
        public Throwable failure(IOException cause) {
            return onFailure.apply(cause);
        }

        @Override
        public ObjectNode toJson() {
            return MAPPER.createObjectNode().put("rename", from.toString()).put("to", to.toString());
        }
    }

    /** Whether it is done on a file system of this machine, or one that looks like it to all. */
    boolean isLocal();

    private static boolean isLocal(Path path) {
        String scheme = path.toUri().getScheme();
        return scheme == null || scheme.equals("file");
    }

    /** Reads what {@link #toJson} wrote as text; failures of the work are reported as they are. */
    static FileWork parse(String text) {
        try {
            return fromJson(MAPPER.readTree(text));
        } catch (JsonProcessingException e) {
            throw new CatalogStorageException("the catalog holds an entry that is not JSON", e);
        }
    }

    /** Reads what {@link #toJson} wrote; failures of the work are reported as they are. */
    static FileWork fromJson(JsonNode json) {
        if (json.has("delete")) {
            return new Delete(new Path(json.get("delete").textValue()), cause -> cause);
        }
        return new Rename(
                new Path(json.get("rename").textValue()),
                new Path(json.get("to").textValue()),
                cause -> cause);
    }
}
