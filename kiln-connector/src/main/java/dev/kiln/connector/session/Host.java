package dev.kiln.connector.session;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.spark.SparkEnv;

/** What this process's machine is called. */
public final class Host {
    private Host() {}

    /** The name that Spark knows the executor by, if this is one; otherwise the machine's own. */
    public static String name() {
        SparkEnv spark = SparkEnv.get();
        if (spark != null
                && spark.blockManager() != null
                && spark.blockManager().blockManagerId() != null) {
            return spark.blockManager().blockManagerId().host();
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
