package dev.kiln.agent.kubernetes;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Submits a driver to Kubernetes whose secrets are in a Secret, because pods and their settings can be read by many. The
 * Secret belongs to the driver's pod, with which Kubernetes removes it. Everything else is Spark's own SparkSubmit.
 */
public final class SecretSubmission {
    private static final List<String> SECRETS = List.of("SPARK_CONNECT_AUTHENTICATE_TOKEN", "SPARK_KILN_SECRET");
    private static final long LONGEST_SECONDS = 300;
    private static final Pattern UID = Pattern.compile("\"uid\"\\s*:\\s*\"([^\"]+)\"");

    private final ApiServer server;
    private final String path;
    private final String secret;
    private final String pod;
    private volatile boolean owned;

    private SecretSubmission(ApiServer server, Map<String, String> settings) {
        this.server = server;
        this.path = "/api/v1/namespaces/" + settings.getOrDefault("spark.kubernetes.namespace", "default");
        this.pod = settings.get("spark.kubernetes.driver.pod.name");
        this.secret = pod + "-secret";
    }

    /** @param arguments those of SparkSubmit, the first two of which name the file with its properties */
    public static void main(String[] arguments) throws Exception {
        Map<String, String> settings = settings(Path.of(arguments[1]));
        SecretSubmission submission = new SecretSubmission(ApiServer.of(settings), settings);
        submission.create();
        Runtime.getRuntime().addShutdownHook(new Thread(submission::removeIfUnowned));
        Thread thread = new Thread(submission::own, "kiln-secret");
        thread.setDaemon(true);
        thread.start();
        Class.forName("org.apache.spark.deploy.SparkSubmit")
                .getMethod("main", String[].class)
                .invoke(null, (Object) arguments);
    }

    private static Map<String, String> settings(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
        }
        Map<String, String> settings = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> settings.put(name, properties.getProperty(name)));
        return settings;
    }

    private String json(String owner) {
        StringJoiner data = new StringJoiner(",", "{", "}");
        for (String name : SECRETS) {
            data.add("\"" + name + "\":\""
                    + Base64.getEncoder().encodeToString(System.getenv(name).getBytes(StandardCharsets.UTF_8))
                    + "\"");
        }
        return "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"" + secret + "\"" + owner
                + "},\"data\":" + data + "}";
    }

    private void create() throws IOException {
        server.call("POST", path + "/secrets", json(""));
    }

    /** Makes the pod the owner of the Secret as soon as there is one. */
    private void own() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
        try {
            while (!owned && System.nanoTime() < end) {
                TimeUnit.MILLISECONDS.sleep(500);
                Optional<String> found = server.call("GET", path + "/pods/" + pod, "");
                if (found.isPresent()) {
                    Matcher uid = UID.matcher(found.get());
                    if (uid.find()) {
                        server.call(
                                "PUT",
                                path + "/secrets/" + secret,
                                json(",\"ownerReferences\":[{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"name\":\"" + pod
                                        + "\",\"uid\":\"" + uid.group(1) + "\"}]"));
                        owned = true;
                    }
                }
            }
        } catch (IOException e) {
            System.err.println("kiln-agent: the secret " + secret + " stays when its pod goes: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void removeIfUnowned() {
        if (!owned) {
            try {
                server.call("DELETE", path + "/secrets/" + secret, "");
            } catch (IOException e) {
                System.err.println("kiln-agent: the secret " + secret + " could not be removed: " + e);
            }
        }
    }
}
