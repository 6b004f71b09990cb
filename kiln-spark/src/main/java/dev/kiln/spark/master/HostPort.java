package dev.kiln.spark.master;

/**
 * Where a process listens.
 *
 * @param host a name or an address, an IPv6 address in brackets
 * @param port 1 to 65535
 */
public record HostPort(String host, int port) {
    public HostPort {
        if (host.isBlank()) {
            throw new IllegalArgumentException("a host is missing");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException(port + " is not a port");
        }
    }

    /**
     * Reads {@code host:port}.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static HostPort parse(String text) {
        int colon = text.lastIndexOf(':');
        String digits = text.substring(colon + 1);
        if (colon < 1 || !digits.matches("\\d{1,5}")) {
            throw new IllegalArgumentException("'" + text + "' is not host:port");
        }
        return new HostPort(text.substring(0, colon), Integer.parseInt(digits));
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
