package dev.kiln.spark.kubernetes;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Who asks the API server: what Spark's settings and the environment said when something was submitted, so that it is asked
 * after by the same user, whoever does it. Tokens themselves are left out: they are not to be kept.
 *
 * @param settings by Spark's names, and {@value #KUBECONFIG} by its own; what is missing, the user's configuration says
 */
public record KubernetesAccess(Map<String, String> settings) {
    /** Without any, it is the user's own configuration that says who asks. */
    public static final KubernetesAccess OF_USER = new KubernetesAccess(Map.of());

    private static final String KUBECONFIG = "KUBECONFIG";
    private static final String AUTHENTICATION = "spark.kubernetes.authenticate.submission.";
    private static final Set<String> KEPT = Set.of(
            "spark.kubernetes.context",
            AUTHENTICATION + "oauthTokenFile",
            AUTHENTICATION + "caCertFile",
            AUTHENTICATION + "clientKeyFile",
            AUTHENTICATION + "clientCertFile");

    public KubernetesAccess {
        settings = Map.copyOf(settings);
    }

    /** What can be kept of the properties and the environment of a submission. */
    public static KubernetesAccess of(Map<String, String> properties, Map<String, String> environment) {
        Map<String, String> kept = new TreeMap<>(properties);
        kept.keySet().retainAll(KEPT);
        if (environment.containsKey(KUBECONFIG)) {
            kept.put(KUBECONFIG, environment.get(KUBECONFIG));
        }
        return new KubernetesAccess(kept);
    }

    /** System properties for whoever asks. */
    Map<String, String> properties() {
        return settings.entrySet().stream()
                .filter(setting -> KEPT.contains(setting.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Variables of the environment for whoever asks. */
    Map<String, String> environment() {
        Map<String, String> variables = new TreeMap<>(settings);
        variables.keySet().retainAll(Set.of(KUBECONFIG));
        return variables;
    }
}
