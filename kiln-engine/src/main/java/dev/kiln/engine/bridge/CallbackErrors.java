package dev.kiln.engine.bridge;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The exceptions that callbacks of one query threw. DuckDB carries only text, so the text holds a token by which the
 * exception is found again. DuckDB drops errors of calls that it folds while planning: an exception that was kept does
 * not mean that the query failed. Safe for use by many threads.
 */
public final class CallbackErrors {
    private static final int LIMIT = 1_000;
    private static final String PREFIX = "kiln callback error #";
    private static final Pattern TOKEN = Pattern.compile(Pattern.quote(PREFIX) + "(\\d+)");

    private final AtomicLong next = new AtomicLong();
    private final Map<Long, Throwable> errors = new ConcurrentHashMap<>();

    /** Keeps an exception and returns the message that DuckDB is to fail with. */
    public String keep(Throwable error) {
        long token = next.getAndIncrement();
        errors.put(token, error);
        errors.remove(token - LIMIT);
        return PREFIX + token + ": " + error;
    }

    /** The exception behind a message of DuckDB's. */
    public Optional<Throwable> find(String message) {
        Matcher matcher = TOKEN.matcher(message);
        return matcher.find() ? Optional.ofNullable(errors.get(Long.valueOf(matcher.group(1)))) : Optional.empty();
    }
}
