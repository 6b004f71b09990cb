package dev.kiln.spark.launch;

import dev.kiln.spark.SparkSetupException;
import dev.kiln.spark.master.HostPort;
import dev.kiln.spark.master.Master;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** Finds out early that there is no master, which Spark itself says after a minute. */
final class MasterReach {
    private static final int CONNECT_MILLIS = 3_000;

    private MasterReach() {}

    /** @throws SparkSetupException if no master of a standalone cluster takes connections */
    static void require(Master master) {
        if (!(master instanceof Master.Standalone standalone)) {
            return;
        }
        List<String> reasons = new ArrayList<>();
        for (HostPort address : standalone.masters()) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(address.host(), address.port()), CONNECT_MILLIS);
                return;
            } catch (IOException e) {
                reasons.add(address + ": " + e.getMessage());
            }
        }
        throw new SparkSetupException(
                "no master of " + master.url() + " can be reached (" + String.join("; ", reasons) + ")");
    }
}
