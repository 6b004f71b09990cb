package dev.kiln.spark.application;

import java.util.List;
import java.util.Optional;

/**
 * An application to be run.
 *
 * @param mainClass of a Java or Scala application, if it was said
 * @param arguments the application's own
 * @param properties everything else; master, deploy mode and name are among them
 * @param supervise whether a driver in the cluster is started again when it fails
 * @param proxyUser the user to act for
 * @param verbose whether to say more
 * @param notices what the user should know of how the request was understood
 */
public record SubmitRequest(
        SubmitTarget target,
        ApplicationFile file,
        Optional<String> mainClass,
        List<String> arguments,
        SparkProperties properties,
        boolean supervise,
        Optional<String> proxyUser,
        boolean verbose,
        List<String> notices) {
    public SubmitRequest {
        arguments = List.copyOf(arguments);
        notices = List.copyOf(notices);
    }

    /** The same with other properties. */
    SubmitRequest with(SparkProperties newProperties) {
        return new SubmitRequest(
                target, file, mainClass, arguments, newProperties, supervise, proxyUser, verbose, notices);
    }

    /** The name that users know the application by. */
    public String name() {
        return properties.get("spark.app.name").or(() -> mainClass).orElseGet(file::name);
    }
}
