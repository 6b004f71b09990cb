package dev.kiln.spark.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;

/** Which names are names of this machine. */
public final class LocalNames {
    private LocalNames() {}

    /** Whether a name leads to an address of this machine; false for a name that leads nowhere. */
    public static boolean isHere(String host) {
        try {
            InetAddress address = InetAddress.getByName(host);
            return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (IOException e) {
            return false;
        }
    }
}
