package dev.kiln.spark.cluster;

import dev.kiln.spark.SparkSetupException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Whether another machine can be told to run a part of a cluster. */
final class RemoteExamination {
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(5);

    private final RemoteShell shell;
    private final String kiln;
    private final String version;

    /**
     * @param kiln the command there, unless a place names another
     * @param version what the command here says of its version
     */
    RemoteExamination(RemoteShell shell, String kiln, String version) {
        this.shell = shell;
        this.kiln = kiln;
        this.version = version;
    }

    List<Finding> findings(Place place) {
        List<Finding> findings = new ArrayList<>();
        String host = place.host();
        try {
            findings.add(Finding.ok(host, "is " + InetAddress.getByName(host).getHostAddress()));
        } catch (UnknownHostException e) {
            findings.add(Finding.failure(
                    host, "has no address that this machine knows", "correct the hosts file, or add it to /etc/hosts"));
        }
        Instant before = Instant.now();
        String time;
        try {
            time = shell.run(host, List.of("date", "+%s"), LONGEST).strip();
        } catch (SparkSetupException e) {
            findings.add(Finding.failure(
                    host,
                    String.valueOf(e.getMessage()),
                    "let this user in without a password: ssh-keygen -t ed25519 (once), then ssh-copy-id " + host));
            return findings;
        }
        findings.add(Finding.ok(host, "lets this user in over ssh"));
        findings.add(clock(host, time, before));
        findings.add(kiln(place));
        return findings;
    }

    private static Finding clock(String host, String time, Instant before) {
        if (!time.matches("\\d{1,12}")) {
            return Finding.warning(host, "does not tell its time", "let its shell print nothing of itself");
        }
        Instant there = Instant.ofEpochSecond(Long.parseLong(time));
        Duration ahead = Duration.between(Instant.now(), there);
        Duration behind = Duration.between(there, before.minusSeconds(1));
        Duration difference = ahead.compareTo(behind) > 0 ? ahead : behind;
        return difference.compareTo(CLOCK_TOLERANCE) > 0
                ? Finding.warning(
                        host,
                        "its clock differs by " + difference.toSeconds() + " s",
                        "keep both in time: timedatectl set-ntp true")
                : Finding.ok(host, "its clock agrees");
    }

    private Finding kiln(Place place) {
        String command = place.kiln().orElse(kiln);
        try {
            String there = shell.run(place.host(), List.of(command, "--version"), LONGEST)
                    .strip();
            return there.equals(version)
                    ? Finding.ok(place.host(), "has " + there)
                    : Finding.warning(
                            place.host(), "has " + there + ", and this machine " + version, "install the same version");
        } catch (SparkSetupException e) {
            return Finding.failure(
                    place.host(),
                    "has no Kiln at " + command + ": " + e.getMessage(),
                    "copy this one to the same path, or name it in the hosts file: kiln=PATH");
        }
    }
}
