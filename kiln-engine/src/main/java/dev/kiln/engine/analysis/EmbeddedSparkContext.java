package dev.kiln.engine.analysis;

import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.ContextCleaner;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkContext$;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.RDD;
import org.apache.spark.resource.ResourceInformation;
import org.apache.spark.scheduler.DAGScheduler;
import org.apache.spark.scheduler.LiveListenerBus;
import org.apache.spark.scheduler.SparkListenerInterface;
import org.apache.spark.status.AppStatusStore;
import org.apache.spark.ui.SparkUI;
import org.apache.spark.util.CallSite;
import org.objenesis.ObjenesisStd;
import scala.Function0;
import scala.Function2;
import scala.Option;
import scala.collection.Iterator;
import scala.collection.immutable.Map;
import scala.collection.immutable.Map$;
import scala.collection.immutable.Seq;
import scala.collection.immutable.Set;
import scala.collection.immutable.Set$;
import scala.reflect.ClassTag;
import scala.runtime.BoxedUnit;

/**
 * A SparkContext whose constructor never ran, so that nothing of it is started: no scheduler, no block manager, no port
 * and no thread. It answers what the driver side of Spark SQL asks of a context, and runs the few jobs that such code
 * submits on the calling thread. What it does not answer fails.
 *
 * <p>There is one per process, as {@link SparkEnv} is one per process. Safe for use by many threads.
 */
final class EmbeddedSparkContext extends SparkContext {
    private static final CallSite NO_CALL_SITE = new CallSite("", "");

    // Set once by create(): instances come to life without a constructor.
    private SparkConf conf;
    private Configuration hadoopConfiguration;
    private LiveListenerBus listenerBus;
    private AppStatusStore statusStore;
    private ThreadLocal<Properties> localProperties;
    private AtomicInteger rddIds;
    private AtomicInteger broadcastIds;
    private CallingThreadJobs jobs;
    private DAGScheduler scheduler;
    private long started;

    private EmbeddedSparkContext() {
        super(new SparkConf(false));
        throw new AssertionError("instances are made by create()");
    }

    /** Makes the context the active one of the process, with the {@link SparkEnv} that goes with it. */
    static EmbeddedSparkContext create(SparkConf conf, Configuration hadoopConfiguration) {
        EmbeddedSparkContext context = new ObjenesisStd().newInstance(EmbeddedSparkContext.class);
        context.conf = conf;
        context.hadoopConfiguration = hadoopConfiguration;
        context.listenerBus = new SilentListenerBus(conf);
        context.statusStore = AppStatusStore.createLiveStore(conf, Option.empty());
        context.localProperties = ThreadLocal.withInitial(Properties::new);
        context.rddIds = new AtomicInteger();
        context.broadcastIds = new AtomicInteger();
        context.jobs = new CallingThreadJobs(context);
        context.scheduler = NoScheduler.create();
        context.started = System.currentTimeMillis();
        DormantEnvironment.install(conf);
        synchronized (EmbeddedSparkContext.class) {
            SparkContext$.MODULE$.clearActiveContext();
            SparkContext$.MODULE$.setActiveContext(context);
        }
        return context;
    }

    /** Takes the context out of its role in the process, unless another one has taken that over. */
    void retire() {
        synchronized (EmbeddedSparkContext.class) {
            Option<SparkContext> active = SparkContext$.MODULE$.getActive();
            if (active.isDefined() && active.get() == this) {
                SparkContext$.MODULE$.clearActiveContext();
            }
        }
    }

    // What code reads

    @Override
    public SparkConf conf() {
        return conf;
    }

    @Override
    public SparkConf getConf() {
        return conf.clone();
    }

    @Override
    public SparkConf getReadOnlyConf() {
        return conf;
    }

    @Override
    public Configuration hadoopConfiguration() {
        return hadoopConfiguration;
    }

    @Override
    public SparkEnv env() {
        return SparkEnv.get();
    }

    @Override
    public LiveListenerBus listenerBus() {
        return listenerBus;
    }

    @Override
    public DAGScheduler dagScheduler() {
        return scheduler;
    }

    @Override
    public AppStatusStore statusStore() {
        return statusStore;
    }

    @Override
    public Option<SparkUI> ui() {
        return Option.empty();
    }

    @Override
    public Option<String> uiWebUrl() {
        return Option.empty();
    }

    @Override
    public Option<ContextCleaner> cleaner() {
        return Option.empty();
    }

    @Override
    public Option<String> checkpointDir() {
        return Option.empty();
    }

    @Override
    public Option<String> getCheckpointDir() {
        return Option.empty();
    }

    @Override
    public Map<String, ResourceInformation> resources() {
        return Map$.MODULE$.empty();
    }

    @Override
    public String applicationId() {
        return "kiln";
    }

    @Override
    public Option<String> applicationAttemptId() {
        return Option.empty();
    }

    @Override
    public String sparkUser() {
        return System.getProperty("user.name", "");
    }

    @Override
    public long startTime() {
        return started;
    }

    @Override
    public void assertNotStopped() {
        // never stopped
    }

    @Override
    public boolean isStopped() {
        return false;
    }

    /** One: jobs run on the calling thread, so that more parts would be more files to write and nothing else. */
    @Override
    public int defaultParallelism() {
        return 1;
    }

    @Override
    public int defaultMinPartitions() {
        return 1;
    }

    @Override
    public CallSite getCallSite() {
        return NO_CALL_SITE;
    }

    @Override
    public int newRddId() {
        return rddIds.getAndIncrement();
    }

    // Properties of the calling thread

    @Override
    public String getLocalProperty(String key) {
        return localProperties.get().getProperty(key);
    }

    @Override
    public void setLocalProperty(String key, String value) {
        if (value == null) {
            localProperties.get().remove(key);
        } else {
            localProperties.get().setProperty(key, value);
        }
    }

    @Override
    public Properties getLocalProperties() {
        return localProperties.get();
    }

    @Override
    public void setLocalProperties(Properties properties) {
        localProperties.set(properties);
    }

    /** Forgets what was set on the calling thread. */
    void clearThread() {
        localProperties.remove();
    }

    @Override
    public void addJobTag(String tag) {
        // operations are tagged and interrupted by the front door
    }

    @Override
    public void addJobTags(Set<String> tags) {
        // as addJobTag
    }

    @Override
    public void removeJobTag(String tag) {
        // as addJobTag
    }

    @Override
    public void removeJobTags(Set<String> tags) {
        // as addJobTag
    }

    @Override
    public Set<String> getJobTags() {
        return Set$.MODULE$.empty();
    }

    @Override
    public void clearJobTags() {
        // as addJobTag
    }

    @Override
    public void setJobDescription(String value) {
        // nothing shows it
    }

    // Jobs

    @Override
    public <T, U> void runJob(
            RDD<T> rdd,
            Function2<TaskContext, Iterator<T>, U> task,
            Seq<Object> partitions,
            Function2<Object, U, BoxedUnit> onResult,
            ClassTag<U> tag) {
        jobs.run(rdd, task, partitions, onResult);
    }

    @Override
    public <T> RDD<T> parallelize(Seq<T> values, int slices, ClassTag<T> tag) {
        return new LocalRdd<>(this, values, slices, tag);
    }

    @Override
    public <T> Broadcast<T> broadcast(T value, ClassTag<T> tag) {
        return new LocalBroadcast<>(broadcastIds.getAndIncrement(), value, tag);
    }

    @Override
    public <T> Broadcast<T> broadcastInternal(T value, boolean serializedOnly, ClassTag<T> tag) {
        return broadcast(value, tag);
    }

    @Override
    public <F> F clean(F closure, boolean checkSerializable) {
        return closure;
    }

    @Override
    public <U> U withScope(Function0<U> body) {
        return body.apply();
    }

    @Override
    public void addSparkListener(SparkListenerInterface listener) {
        // no events are posted
    }

    @Override
    public void removeSparkListener(SparkListenerInterface listener) {
        // as addSparkListener
    }

    // What would act outside of the process

    @Override
    public void addJar(String path) {
        throw Refusals.unsupported("command.add_jar", "ADD JAR is not supported: user code never runs in the server");
    }

    @Override
    public void addFile(String path, boolean recursive) {
        throw Refusals.unsupported("command.add_file", "ADD FILE is not supported");
    }

    @Override
    public void addArchive(String path) {
        throw Refusals.unsupported("command.add_archive", "ADD ARCHIVE is not supported");
    }

    @Override
    public void persistRDD(RDD<?> rdd) {
        // rows are not kept: a persisted RDD is computed again
    }

    @Override
    public void unpersistRDD(int rddId, boolean blocking) {
        // as persistRDD
    }

    @Override
    public void stop(int exitCode) {
        // owned by the engine
    }
}
