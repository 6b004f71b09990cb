package dev.kiln.engine.analysis;

import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.serializer.SerializerManager;
import scala.Option;

/**
 * The process-wide environment in which Spark's driver-side code looks for its services. It holds the passive ones
 * only (configuration, serializers, a memory manager for sorters and writers); whoever asks for a block manager, a
 * shuffle or an RPC endpoint finds none.
 */
final class DormantEnvironment {
    private DormantEnvironment() {}

    static void install(SparkConf conf) {
        JavaSerializer serializer = new JavaSerializer(conf);
        SparkEnv environment = new SparkEnv(
                "driver",
                null,
                serializer,
                serializer,
                new SerializerManager(serializer, conf, Option.empty()),
                null,
                null,
                null,
                null,
                null,
                new LoneWriter(conf),
                conf);
        environment.initializeMemoryManager(Runtime.getRuntime().availableProcessors());
        SparkEnv.set(environment);
    }
}
