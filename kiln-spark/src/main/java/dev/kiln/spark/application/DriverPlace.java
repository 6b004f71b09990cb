package dev.kiln.spark.application;

import dev.kiln.spark.master.HostPort;
import dev.kiln.spark.process.ProcessIdentity;
import java.util.Optional;

/** Where an application's driver is. */
public sealed interface DriverPlace {
    /** It has not been started yet. */
    record Nowhere() implements DriverPlace {}

    /**
     * A process of the machine that submitted it.
     *
     * @param waiter the process that waits for it, and then writes down how it ended
     */
    record Here(ProcessIdentity process, ProcessIdentity waiter) implements DriverPlace {
        /** Whether there is nobody left who could say more of it. */
        boolean isDeserted() {
            return !process.isAlive() && !waiter.isAlive();
        }
    }

    /**
     * Somewhere in the cluster.
     *
     * @param submission the cluster manager's id of it
     * @param rest where a standalone master takes questions of it over HTTP
     */
    record InCluster(String submission, Optional<HostPort> rest) implements DriverPlace {}
}
