package dev.kiln.spark.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The web page of a worker, which hands out the logs of what it runs.
 *
 * @param address such as {@code http://host:8081}
 */
public record WorkerPage(URI address) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_PIECE = 64 * 1024;
    private static final Pattern HEADER = Pattern.compile("==== Bytes (\\d+)-(\\d+) of (\\d+) of [^\n]* ====\n");

    /**
     * A part of a log.
     *
     * @param text what it says, as far as it could be read
     * @param end the offset in bytes at which to go on
     * @param more whether there is more at the moment
     */
    public record LogPiece(String text, long end, boolean more) {}

    /** Numbers of the executors that it runs or ran for an application. */
    public List<Integer> executors(String application) throws IOException {
        JsonNode state = JSON.readTree(HttpText.get(address.resolve("/json/")));
        List<Integer> numbers = new ArrayList<>();
        for (String list : List.of("executors", "finishedexecutors")) {
            for (JsonNode executor : state.path(list)) {
                if (executor.path("appid").asText().equals(application)) {
                    numbers.add(executor.path("id").asInt());
                }
            }
        }
        return numbers;
    }

    /**
     * Reads on in a driver's log.
     *
     * @param stream {@code stdout} or {@code stderr}
     * @param offset in bytes
     */
    public LogPiece driverLog(String driver, String stream, long offset) throws IOException {
        return log("driverId=" + encode(driver), stream, offset);
    }

    /** Reads on in an executor's log; see {@link #driverLog}. */
    public LogPiece executorLog(String application, int executor, String stream, long offset) throws IOException {
        return log("appId=" + encode(application) + "&executorId=" + executor, stream, offset);
    }

    private LogPiece log(String whose, String stream, long offset) throws IOException {
        String answer = HttpText.get(address.resolve(
                "/log/?" + whose + "&logType=" + stream + "&offset=" + offset + "&byteLength=" + LONGEST_PIECE));
        Matcher header = HEADER.matcher(answer);
        if (!header.lookingAt()) {
            throw new IOException(address + " has no log of it");
        }
        if (answer.startsWith("Error", header.end()) && header.group(3).equals("0")) {
            return new LogPiece("", offset, false);
        }
        long end = Math.max(offset, Long.parseLong(header.group(2)));
        return new LogPiece(answer.substring(header.end()), end, end < Long.parseLong(header.group(3)));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
