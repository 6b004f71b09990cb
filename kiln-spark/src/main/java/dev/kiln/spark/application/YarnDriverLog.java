package dev.kiln.spark.application;

import dev.kiln.spark.yarn.YarnCommandLine;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The log of a driver on YARN, the latest attempt's: while it runs from the node that runs it, later from where YARN
 * gathers the logs, if it does.
 *
 * @param application YARN's id
 */
record YarnDriverLog(YarnCommandLine yarn, String application, LogStream stream) implements LogReader {
    private static final Pattern CONTAINER = Pattern.compile("^Container: (\\S+)", Pattern.MULTILINE);
    /** Which container of an attempt is the application master, in which the driver runs. */
    private static final String FIRST = "_000001";

    private static final String BEGIN = "LogContents:\n";

    @Override
    public Piece read(long offset) throws IOException {
        return TextPiece.of(contents(yarn.logs("-applicationId", application, "-log_files", stream.word())), offset);
    }

    /** YARN prints the logs of all containers, each with lines around it that say whose it is. */
    private String contents(String printed) {
        String contents = "";
        Matcher container = CONTAINER.matcher(printed);
        while (container.find()) {
            int begin = printed.indexOf(BEGIN, container.end());
            int end = printed.indexOf("\nEnd of LogType:" + stream.word(), container.end());
            if (container.group(1).endsWith(FIRST) && begin >= 0 && end > begin) {
                contents = printed.substring(begin + BEGIN.length(), end);
            }
        }
        return contents;
    }
}
