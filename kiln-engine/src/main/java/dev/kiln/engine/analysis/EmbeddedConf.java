package dev.kiln.engine.analysis;

import org.apache.spark.SparkConf;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.internal.SQLConf$;
import scala.jdk.javaapi.CollectionConverters;

/** A session's settings, of which some are the server's alone: sessions may set them, but nothing comes of it. */
final class EmbeddedConf extends SQLConf {
    private static final long serialVersionUID = 1L;

    private static final String COMMIT_PROTOCOL = "spark.sql.sources.commitProtocolClass";

    private final String commitProtocolClass;

    private EmbeddedConf(String commitProtocolClass) {
        this.commitProtocolClass = commitProtocolClass;
    }

    /** The settings that a session starts with. */
    static EmbeddedConf of(SparkConf server) {
        EmbeddedConf conf = new EmbeddedConf(server.get(COMMIT_PROTOCOL));
        SQLConf$.MODULE$.mergeSparkConf(conf, server);
        return conf;
    }

    /** The class that makes writes atomic: any other would be code that a client names. */
    @Override
    public String fileCommitProtocolClass() {
        return commitProtocolClass;
    }

    @Override
    public EmbeddedConf clone() {
        EmbeddedConf copy = new EmbeddedConf(commitProtocolClass);
        CollectionConverters.asJava(getAllConfs()).forEach((key, value) -> {
            if (value != null) {
                copy.setConfString(key, value);
            }
        });
        return copy;
    }
}
