package dev.kiln.spark.cluster;

/**
 * A master to be started. A port of 0 is any that is free.
 *
 * @param host the name by which workers and drivers reach it
 * @param restPort where it takes submissions over HTTP
 */
public record MasterSpec(String host, int port, int pagePort, int restPort) {
    public static final int PORT = 7077;
    public static final int PAGE_PORT = 8080;
    public static final int REST_PORT = 6066;

    /** With the ports that Spark uses of itself. */
    public static MasterSpec on(String host) {
        return new MasterSpec(host, PORT, PAGE_PORT, REST_PORT);
    }
}
