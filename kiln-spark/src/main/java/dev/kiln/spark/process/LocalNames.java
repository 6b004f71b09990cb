package dev.kiln.spark.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;

/** Which names are names of this machine. A name that leads nowhere is none. */
public final class LocalNames {
    private LocalNames() {}

    /** Whether a name leads to an address of this machine. */
    public static boolean isHere(String host) {
        try {
            InetAddress address = InetAddress.getByName(host);
            return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether a name leads to an address that every machine has for itself. */
    public static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (IOException e) {
            return false;
        }
    }
}
