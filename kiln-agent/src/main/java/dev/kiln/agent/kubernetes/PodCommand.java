package dev.kiln.agent.kubernetes;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Asks for pods, or has one deleted: {@code get|log|delete POD} or {@code list SELECTOR}, after the master and the
 * namespace. Says what the API server answers; nothing, with exit code 3, if there is no such pod.
 */
public final class PodCommand {
    private static final int NOT_FOUND = 3;

    private PodCommand() {}

    public static void main(String[] arguments) throws Exception {
        String pods = "/api/v1/namespaces/" + arguments[1] + "/pods";
        String name = arguments[3];
        Optional<String> answer;
        try (ApiServer server = ApiServer.of(settings(arguments[0]))) {
            switch (arguments[2]) {
                case "get":
                    answer = server.call("GET", pods + "/" + name, "");
                    break;
                case "log":
                    answer = server.call("GET", pods + "/" + name + "/log", "");
                    break;
                case "list":
                    answer = server.call("GET", pods + "?labelSelector=" + name, "");
                    break;
                case "delete":
                    answer = server.call("DELETE", pods + "/" + name, "");
                    break;
                default:
                    throw new IllegalArgumentException(arguments[2]);
            }
        }
        System.out.print(answer.orElse(""));
        System.out.flush();
        System.exit(answer.isPresent() ? 0 : NOT_FOUND);
    }

    /** Spark's settings are system properties of this process, as they are of Spark's own. */
    private static Map<String, String> settings(String master) {
        Map<String, String> settings = new HashMap<>();
        for (String name : System.getProperties().stringPropertyNames()) {
            settings.put(name, System.getProperty(name));
        }
        settings.put("spark.master", master);
        return settings;
    }
}
