package example;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.server.MiniYARNCluster;

/** A YARN of one machine for tests, which lives until its standard input ends. */
public final class MiniYarn {
    private MiniYarn() {}

    /** @param arguments where to write yarn-site.xml and core-site.xml, and where logs are gathered */
    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        YarnConfiguration settings = new YarnConfiguration();
        settings.set("fs.defaultFS", "file:///");
        settings.set(
                "yarn.resourcemanager.scheduler.class",
                "org.apache.hadoop.yarn.server.resourcemanager.scheduler.fifo.FifoScheduler");
        for (String key : new String[] {
            "yarn.nodemanager.resource.memory-mb", "yarn.minicluster.yarn.nodemanager.resource.memory-mb"
        }) {
            settings.setInt(key, 4096);
        }
        settings.setInt("yarn.nodemanager.resource.cpu-vcores", 8);
        settings.setInt("yarn.scheduler.minimum-allocation-mb", 128);
        for (String key : new String[] {
            "yarn.nodemanager.pmem-check-enabled",
            "yarn.nodemanager.vmem-check-enabled",
            "yarn.nodemanager.disk-health-checker.enable"
        }) {
            settings.setBoolean(key, false);
        }
        for (String key : new String[] {
            "yarn.resourcemanager.hostname",
            "yarn.nodemanager.hostname",
            "yarn.nodemanager.bind-host",
            "yarn.resourcemanager.bind-host"
        }) {
            settings.set(key, "127.0.0.1");
        }
        settings.setBoolean("yarn.log-aggregation-enable", true);
        settings.set("yarn.nodemanager.remote-app-log-dir", Path.of(arguments[1]).toUri().toString());
        MiniYARNCluster cluster = new MiniYARNCluster("kiln", 1, 1, 1);
        cluster.init(settings);
        cluster.start();
        cluster.waitForNodeManagersToConnect(30_000);
        write(cluster.getConfig(), directory.resolve("yarn-site.xml"));
        write(cluster.getConfig(), directory.resolve("core-site.xml"));
        System.out.println("ready");
        while (System.in.read() >= 0) {
            // Nothing is ever sent.
        }
        cluster.stop();
        System.exit(0);
    }

    private static void write(Configuration settings, Path file) throws Exception {
        try (OutputStream out = Files.newOutputStream(file)) {
            settings.writeXml(out);
        }
    }
}
