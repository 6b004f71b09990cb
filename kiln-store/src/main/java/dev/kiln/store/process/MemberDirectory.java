package dev.kiln.store.process;

import dev.kiln.store.StoreCondition;
import dev.kiln.store.StoreException;
import dev.kiln.store.server.MemberMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The directory of a member, as seen from other processes of the same machine. */
public final class MemberDirectory {
    /** Setting the machine's clock moves the start times of all processes a little. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    private static final int QUOTED_LINES = 20;

    private final Path directory;

    public MemberDirectory(Path directory) {
        this.directory = directory.toAbsolutePath().normalize();
    }

    /**
     * A member that runs.
     *
     * @param process its number
     * @param state how far it is
     */
    public record Running(long process, Optional<State> state) {}

    /**
     * What a member says of itself.
     *
     * @param ready whether it does what it is for; otherwise it is in the ring and the store waits for other servers
     * @param role locator or server
     * @param host the name that it goes by
     * @param port where it takes clients
     * @param id names it until it ends
     * @param missing servers that have rows and aren't there, as {@code name@host}
     */
    public record State(boolean ready, String role, String host, int port, String id, List<String> missing) {
        public State {
            missing = List.copyOf(missing);
        }
    }

    public Path path() {
        return directory;
    }

    public Path log() {
        return directory.resolve("member.log");
    }

    Path settings() {
        return directory.resolve("member.properties");
    }

    private Path processFile() {
        return directory.resolve("member.pid");
    }

    /** The member of this directory, if it runs. */
    public Optional<Running> running() {
        return process().map(process -> new Running(process.pid(), state()));
    }

    /** Its process. */
    Optional<ProcessHandle> process() {
        try {
            if (!Files.exists(processFile())) {
                return Optional.empty();
            }
            String[] words = Files.readString(processFile()).strip().split(" ");
            Instant started = Instant.ofEpochMilli(Long.parseLong(words[1]));
            return ProcessHandle.of(Long.parseLong(words[0]))
                    .filter(ProcessHandle::isAlive)
                    .filter(process ->
                            Duration.between(startOf(process), started).abs().compareTo(TOLERANCE) <= 0);
        } catch (IOException | RuntimeException e) {
            throw failed("cannot read " + processFile(), e);
        }
    }

    private static Instant startOf(ProcessHandle process) {
        return process.info().startInstant().orElse(Instant.EPOCH);
    }

    void remember(ProcessHandle process) {
        try {
            Path written = directory.resolve("member.pid.new");
            Files.writeString(written, process.pid() + " " + startOf(process).toEpochMilli() + "\n");
            Files.move(written, processFile(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw failed("cannot write " + processFile(), e);
        }
    }

    void forget() {
        try {
            Files.deleteIfExists(processFile());
            Files.deleteIfExists(directory.resolve(MemberMain.STATE_FILE));
        } catch (IOException e) {
            throw failed("cannot write in " + directory, e);
        }
    }

    /** What the member has said last. */
    Optional<State> state() {
        Path file = directory.resolve(MemberMain.STATE_FILE);
        try {
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            String[] words = Files.readString(file).strip().split(" ");
            int colon = words[2].lastIndexOf(':');
            return Optional.of(new State(
                    words[0].equals(MemberMain.READY),
                    words[1].toLowerCase(Locale.ROOT),
                    words[2].substring(0, colon),
                    Integer.parseInt(words[2].substring(colon + 1)),
                    words[3],
                    words.length > 4 ? List.of(words[4].split(",")) : List.of()));
        } catch (IOException e) {
            throw failed("cannot read " + file, e);
        }
    }

    /** The end of the log, for messages. */
    String lastLines() {
        try (Stream<String> lines = Files.lines(log())) {
            List<String> all = lines.filter(line -> !line.startsWith("\tat ")).toList();
            return String.join("\n", all.subList(Math.max(0, all.size() - QUOTED_LINES), all.size()))
                    + "\n(the whole log is " + log() + ")";
        } catch (IOException | RuntimeException e) {
            return "(no log: " + e + ")";
        }
    }

    static StoreException failed(String message, Exception cause) {
        return new StoreException(StoreCondition.UNAVAILABLE, message + ": " + cause, cause);
    }

    static StoreException failed(String message) {
        return new StoreException(StoreCondition.UNAVAILABLE, message, Map.of());
    }
}
