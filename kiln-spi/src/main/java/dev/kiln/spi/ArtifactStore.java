package dev.kiln.spi;

import java.io.IOException;
import java.nio.file.Path;

/** The artifacts of one session: cached relations, files, jars. Safe for use by many threads. */
public interface ArtifactStore {
    /**
     * Takes over a completely received and checked artifact.
     *
     * @param name the relative name that the client gave, such as {@code cache/<sha256>}
     * @param content a file that the store moves away or copies
     * @throws EngineException if the name is not allowed or is taken by other content
     * @throws IOException if the content cannot be stored
     */
    void add(String name, Path content) throws IOException;

    /** Whether an artifact of this name is present; as in Spark, known for {@code cache/} names only. */
    boolean exists(String name);
}
