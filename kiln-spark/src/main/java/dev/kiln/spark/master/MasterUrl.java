package dev.kiln.spark.master;

import java.net.URI;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads master URLs. */
public final class MasterUrl {
    private static final String COUNT = "\\s*(\\d{1,9}|\\*)\\s*";
    private static final String NUMBER = "\\s*(\\d{1,9})\\s*";
    private static final Pattern LOCAL = Pattern.compile("local(?:\\[" + COUNT + "(?:," + NUMBER + ")?])?");
    private static final Pattern LOCAL_CLUSTER =
            Pattern.compile("local-cluster\\[" + NUMBER + "," + NUMBER + "," + NUMBER + "]");
    private static final String FORMS =
            "local, local[N], local[*], local[N,failures], local-cluster[workers,cores,MiB],"
                    + " spark://host:port[,host:port], yarn or k8s://https://host:port";

    private MasterUrl() {}

    /**
     * Reads a master URL.
     *
     * @throws IllegalArgumentException if it has none of the forms that Spark knows; the message lists them
     */
    public static Master parse(String url) {
        String text = url.strip();
        Matcher local = LOCAL.matcher(text);
        if (local.matches()) {
            return local(local);
        }
        Matcher localCluster = LOCAL_CLUSTER.matcher(text);
        if (localCluster.matches()) {
            return new Master.LocalCluster(
                    positive(localCluster.group(1), text),
                    positive(localCluster.group(2), text),
                    positive(localCluster.group(3), text));
        }
        if (text.equals("yarn")) {
            return new Master.Yarn();
        }
        if (text.equals("yarn-client") || text.equals("yarn-cluster")) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no master any more; say --master yarn --deploy-mode " + text.substring(5));
        }
        int scheme = text.indexOf("://");
        String rest = scheme < 0 ? "" : text.substring(scheme + 3);
        return switch (scheme < 0 ? "" : text.substring(0, scheme)) {
            case "spark" -> standalone(rest, text);
            case "k8s" -> new Master.Kubernetes(apiServer(rest, text));
            case "mesos" -> new Master.Mesos(rest);
            case "sc" ->
                throw new IllegalArgumentException(
                        "'" + text + "' is the address of a Spark Connect server; say --remote " + text);
            default -> throw new IllegalArgumentException("'" + text + "' is not a master; it must be " + FORMS);
        };
    }

    private static Master local(Matcher local) {
        String threads = local.group(1);
        OptionalInt failures =
                local.group(2) == null ? OptionalInt.empty() : OptionalInt.of(positive(local.group(2), local.group()));
        if (threads == null) {
            return new Master.Local(OptionalInt.of(1), failures);
        }
        return new Master.Local(
                threads.equals("*") ? OptionalInt.empty() : OptionalInt.of(positive(threads, local.group())), failures);
    }

    private static Master standalone(String addresses, String url) {
        try {
            List<HostPort> masters =
                    Stream.of(addresses.split(",", -1)).map(HostPort::parse).toList();
            return new Master.Standalone(masters);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'" + url + "' is not a standalone master: " + e.getMessage() + ", such as spark://host:7077", e);
        }
    }

    private static URI apiServer(String address, String url) {
        String full = address.contains("://") ? address : "https://" + address;
        try {
            URI uri = URI.create(full);
            if (uri.getHost() != null && (full.startsWith("https://") || full.startsWith("http://"))) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // Said below, in the words of the user's own URL.
        }
        throw new IllegalArgumentException("'" + url
                + "' is not a Kubernetes master; it must be k8s://https://host:port or k8s://http://host:port");
    }

    private static int positive(String digits, String url) {
        int number = Integer.parseInt(digits);
        if (number < 1) {
            throw new IllegalArgumentException(
                    "'" + url + "' asks for " + number + " of something; it must be at least 1");
        }
        return number;
    }
}
