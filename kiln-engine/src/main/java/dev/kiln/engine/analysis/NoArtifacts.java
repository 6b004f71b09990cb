package dev.kiln.engine.analysis;

import dev.kiln.engine.interop.Seqs;
import java.net.URL;
import java.nio.file.Path;
import org.apache.spark.JobArtifactState;
import org.apache.spark.sql.Artifact;
import org.apache.spark.sql.artifact.ArtifactManager;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.storage.CacheId;
import org.objenesis.ObjenesisStd;
import scala.Function0;
import scala.Option;
import scala.collection.immutable.Seq;

/**
 * An artifact manager that has no artifacts and takes none: uploads are kept outside of Spark's classes, and no class is
 * loaded from them. Made without its constructor, which would create directories and ask for a file server.
 */
final class NoArtifacts extends ArtifactManager {
    NoArtifacts(SparkSession session) {
        super(session);
        throw new AssertionError("instances are made by create()");
    }

    static NoArtifacts create() {
        return new ObjenesisStd().newInstance(NoArtifacts.class);
    }

    @Override
    public <T> T withResources(Function0<T> body) {
        return body.apply();
    }

    @Override
    public JobArtifactState state() {
        return new JobArtifactState("", Option.empty());
    }

    @Override
    public ClassLoader classloader() {
        return NoArtifacts.class.getClassLoader();
    }

    @Override
    public Seq<URL> getAddedJars() {
        return Seqs.empty();
    }

    @Override
    public Seq<String> getPythonIncludes() {
        return Seqs.empty();
    }

    @Override
    public Option<CacheId> getCachedBlockId(String hash) {
        return Option.empty();
    }

    @Override
    public void addArtifact(Path name, Path staged, Option<String> fragment, boolean deleteStaged) {
        throw refusal();
    }

    @Override
    public void addLocalArtifacts(Seq<Artifact> artifacts) {
        throw refusal();
    }

    private static RuntimeException refusal() {
        return Refusals.unsupported("artifact", "artifacts cannot be added by Spark's own code");
    }

    @Override
    public ArtifactManager clone(SparkSession session) {
        return create();
    }

    @Override
    public void close() {
        // holds nothing
    }
}
