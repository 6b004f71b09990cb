package dev.kiln.server.session;

import java.time.Duration;

/**
 * How many sessions there are and how long they last.
 *
 * @param maxSessions open at once
 * @param idleTimeout after which an unused session is closed; zero for never
 * @param maxClosed how many closed sessions are remembered
 * @param maxErrors errors per session whose details are kept
 * @param errorLifetime how long those details are kept
 */
public record SessionLimits(
        int maxSessions, Duration idleTimeout, int maxClosed, int maxErrors, Duration errorLifetime) {}
