package dev.kiln.agent;

import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Runs another main class for as long as the process lives that asked for it, so that a driver on the submitting machine
 * does not outlive its submitter, however that dies.
 */
public final class OwnedMain {
    private static final long TOLERANCE_MILLIS = 2000;
    private static final String REASON = "the command that waited for it has gone";

    private OwnedMain() {}

    /** @param arguments the owner's process number, when it started in milliseconds since 1970, the class, its arguments */
    public static void main(String[] arguments) throws Throwable {
        watch(Long.parseLong(arguments[0]), Long.parseLong(arguments[1]));
        String[] rest = Arrays.copyOfRange(arguments, 3, arguments.length);
        try {
            Class.forName(arguments[2]).getMethod("main", String[].class).invoke(null, (Object) rest);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static void watch(long pid, long started) {
        Optional<ProcessHandle> owner = ProcessHandle.of(pid).filter(process -> isOwner(process, started));
        if (owner.isEmpty()) {
            Ending.begin(REASON);
            return;
        }
        Thread watch = new Thread(
                () -> {
                    owner.get().onExit().join();
                    Ending.begin(REASON);
                },
                "kiln-owner");
        watch.setDaemon(true);
        watch.start();
    }

    private static boolean isOwner(ProcessHandle process, long started) {
        return process.info()
                .startInstant()
                .map(start -> Math.abs(start.toEpochMilli() - started) <= TOLERANCE_MILLIS)
                .orElse(true);
    }
}
