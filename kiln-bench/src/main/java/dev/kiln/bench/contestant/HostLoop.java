package dev.kiln.bench.contestant;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The other end of a {@link HostProcess}: answers the statements on standard input until it ends. */
public final class HostLoop {
    private HostLoop() {}

    /** Answers a statement with one line. */
    @FunctionalInterface
    public interface Answer {
        String to(String statement) throws Exception;
    }

    /** @param answer is called by one statement after the other; what it throws is sent as an error */
    public static void run(Answer answer) throws IOException {
        PrintStream answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        // Only answers belong on standard output, whatever libraries print.
        System.setOut(System.err);
        BufferedReader statements = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        String line;
        while ((line = statements.readLine()) != null) {
            answers.println(answer(answer, new String(Base64.getDecoder().decode(line), StandardCharsets.UTF_8)));
        }
    }

    private static String answer(Answer answer, String statement) {
        try {
            return answer.to(statement);
        } catch (Exception e) {
            return HostProcess.ERROR + String.valueOf(e.getMessage()).replace('\n', ' ');
        }
    }
}
