package dev.kiln.app;

import dev.kiln.spark.process.LocalNames;
import dev.kiln.store.Member;
import dev.kiln.store.client.ClientSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which members a store has, out of a file with a line for each: {@code locator|server HOST dir=DIR [key=value]...}.
 *
 * @param members locators first
 */
public record StoreHosts(List<Entry> members) {
    private static final Set<String> LOCATOR_KEYS = Set.of("dir", "port", "heap", "via", "kiln");
    private static final Set<String> SERVER_KEYS = Set.of("dir", "port", "heap", "memory", "zone", "via", "kiln");

    public StoreHosts {
        members = List.copyOf(members);
    }

    /**
     * A member.
     *
     * @param options by key, as they were written
     */
    public record Entry(Member.Role role, String host, Map<String, String> options) {
        public Entry {
            options = Map.copyOf(options);
        }

        public String directory() {
            return options.getOrDefault("dir", "");
        }

        public Optional<String> option(String key) {
            return Optional.ofNullable(options.get(key));
        }

        /** Whether it runs on another machine. */
        public boolean overSsh() {
            return option("via").map("ssh"::equals).orElse(!LocalNames.isHere(host));
        }

        /** The words behind {@code kiln store}: of the role, and a verb. */
        public List<String> command(String verb) {
            return new ArrayList<>(List.of(role.name().toLowerCase(Locale.ROOT), verb, "--dir", directory()));
        }
    }

    /** Where clients and members find the others, as {@code host:port}. */
    public List<String> locators() {
        return members.stream()
                .filter(entry -> entry.role() == Member.Role.LOCATOR)
                .map(entry ->
                        entry.host() + ":" + entry.option("port").orElse(String.valueOf(ClientSettings.DEFAULT_PORT)))
                .toList();
    }

    /** The command behind {@code kiln store} that starts a member. */
    public List<String> start(Entry entry) {
        List<String> command = entry.command("start");
        command.addAll(List.of("--host", entry.host(), "--locators", String.join(",", locators())));
        for (String key : List.of("port", "heap", "memory")) {
            entry.option(key).ifPresent(value -> command.addAll(List.of("--" + key, value)));
        }
        entry.option("zone").ifPresent(zone -> command.addAll(List.of("--redundancy-zone", zone)));
        return command;
    }

    /** @throws UserException if the file can't be read; the message names the line */
    public static StoreHosts read(Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw new UserException("the hosts file " + file + " cannot be read: " + e.getMessage(), e);
        }
        List<Entry> locators = new ArrayList<>();
        List<Entry> servers = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).replaceFirst("#.*", "").strip();
            if (!line.isEmpty()) {
                try {
                    Entry entry = parse(line);
                    (entry.role() == Member.Role.LOCATOR ? locators : servers).add(entry);
                } catch (IllegalArgumentException e) {
                    throw new UserException(file + ", line " + (i + 1) + ": " + e.getMessage(), e);
                }
            }
        }
        if (locators.isEmpty()) {
            throw new UserException("the hosts file " + file + " names no locator");
        }
        List<Entry> all = new ArrayList<>(locators);
        all.addAll(servers);
        return new StoreHosts(all);
    }

    private static Entry parse(String line) {
        String[] words = line.split("\\s+");
        Member.Role role =
                switch (words[0]) {
                    case "locator" -> Member.Role.LOCATOR;
                    case "server" -> Member.Role.SERVER;
                    default ->
                        throw new IllegalArgumentException(
                                "a line begins with locator or server, not '" + words[0] + "'");
                };
        if (words.length < 2 || words[1].contains("=")) {
            throw new IllegalArgumentException("a host is missing");
        }
        Set<String> allowed = role == Member.Role.LOCATOR ? LOCATOR_KEYS : SERVER_KEYS;
        Map<String, String> options = new HashMap<>();
        for (String word : List.of(words).subList(2, words.length)) {
            int equals = word.indexOf('=');
            if (equals < 1 || !allowed.contains(word.substring(0, equals))) {
                throw new IllegalArgumentException(
                        "'" + word + "' is not key=value with one of " + String.join(", ", new TreeSet<>(allowed)));
            }
            options.put(word.substring(0, equals), word.substring(equals + 1));
        }
        if (!options.containsKey("dir")) {
            throw new IllegalArgumentException("dir= is missing");
        }
        if (!Set.of("ssh", "process").contains(options.getOrDefault("via", "ssh"))) {
            throw new IllegalArgumentException("via must be process or ssh, not '" + options.get("via") + "'");
        }
        return new Entry(role, words[1], options);
    }
}
