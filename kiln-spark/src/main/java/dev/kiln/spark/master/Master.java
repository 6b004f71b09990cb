package dev.kiln.spark.master;

import java.net.URI;
import java.util.List;
import java.util.OptionalInt;

/** What a master URL says. {@link MasterUrl} reads one; {@link #url} writes it in the form that Spark takes. */
public sealed interface Master {
    /** The URL in the form that Spark takes. */
    String url();

    /**
     * Everything in one process.
     *
     * @param threads how many tasks run at once; empty for as many as there are cores
     * @param maxFailures how often a task may fail; empty for Spark's own choice
     */
    record Local(OptionalInt threads, OptionalInt maxFailures) implements Master {
        @Override
        public String url() {
            String count = threads.isPresent() ? String.valueOf(threads.getAsInt()) : "*";
            return "local[" + count + (maxFailures.isPresent() ? "," + maxFailures.getAsInt() : "") + "]";
        }
    }

    /**
     * Executors in processes of their own on this machine, for tests of Spark itself.
     *
     * @param memory of each worker, in MiB
     */
    record LocalCluster(int workers, int coresPerWorker, int memory) implements Master {
        @Override
        public String url() {
            return "local-cluster[" + workers + "," + coresPerWorker + "," + memory + "]";
        }
    }

    /**
     * Spark's own cluster manager.
     *
     * @param masters the active one and those that stand by, in the order given; at least one
     */
    record Standalone(List<HostPort> masters) implements Master {
        public Standalone {
            masters = List.copyOf(masters);
            if (masters.isEmpty()) {
                throw new IllegalArgumentException("a standalone cluster has at least one master");
            }
        }

        @Override
        public String url() {
            return "spark://"
                    + String.join(",", masters.stream().map(HostPort::toString).toList());
        }
    }

    /** Hadoop YARN; where it is, Hadoop's own configuration says. */
    record Yarn() implements Master {
        @Override
        public String url() {
            return "yarn";
        }
    }

    /**
     * Kubernetes.
     *
     * @param apiServer with its scheme, which is https where the URL names none
     */
    record Kubernetes(URI apiServer) implements Master {
        @Override
        public String url() {
            return "k8s://" + apiServer;
        }
    }

    /**
     * Apache Mesos, which Spark 4 has no support for. It is read so that there can be advice on what to do instead.
     *
     * @param address what follows the scheme
     */
    record Mesos(String address) implements Master {
        @Override
        public String url() {
            return "mesos://" + address;
        }
    }
}
