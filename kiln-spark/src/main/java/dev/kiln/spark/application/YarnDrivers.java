package dev.kiln.spark.application;

import dev.kiln.spark.SparkSetupException;
import dev.kiln.spark.distribution.Distribution;
import dev.kiln.spark.yarn.YarnCommandLine;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Drivers that run in application masters of YARN. */
final class YarnDrivers implements ApplicationManager {
    private static final Pattern STATE = Pattern.compile("^\\s*State : (\\S+)", Pattern.MULTILINE);
    private static final Pattern FINAL_STATE = Pattern.compile("^\\s*Final-State : (\\S+)", Pattern.MULTILINE);
    private static final Pattern DIAGNOSTICS = Pattern.compile("^\\s*Diagnostics : (\\S[^\n]*)", Pattern.MULTILINE);

    private final Map<String, String> environment;

    YarnDrivers(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    private YarnCommandLine yarn(ApplicationRecord record) {
        return new YarnCommandLine(Distribution.at("of " + record.id(), record.sparkHome()), environment);
    }

    private static String id(ApplicationRecord record) {
        return record.submission().orElseThrow(() -> new SparkSetupException(record.id() + " has no driver yet"));
    }

    @Override
    public ApplicationRecord ask(ApplicationRecord record) throws IOException {
        if (record.submission().isEmpty()) {
            return record;
        }
        String report = yarn(record).application("-status", id(record));
        ApplicationState state =
                state(find(STATE, report).orElse(""), find(FINAL_STATE, report).orElse(""));
        Optional<String> note = find(DIAGNOSTICS, report).filter(text -> state.isFinal() && !text.equals("N/A"));
        return record.with(note.map(text -> Outcome.of(state, text)).orElseGet(() -> Outcome.of(state)));
    }

    private static ApplicationState state(String state, String finalState) {
        return switch (state) {
            case "NEW", "NEW_SAVING", "SUBMITTED", "ACCEPTED" -> ApplicationState.SUBMITTED;
            case "RUNNING" -> ApplicationState.RUNNING;
            case "KILLED" -> ApplicationState.KILLED;
            case "FAILED" -> ApplicationState.FAILED;
            case "FINISHED" ->
                switch (finalState) {
                    case "SUCCEEDED" -> ApplicationState.FINISHED;
                    case "KILLED" -> ApplicationState.KILLED;
                    default -> ApplicationState.FAILED;
                };
            default -> ApplicationState.LOST;
        };
    }

    private static Optional<String> find(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    @Override
    public void kill(ApplicationRecord record) throws IOException {
        yarn(record).application("-kill", id(record));
    }

    @Override
    public LogReader driverLog(ApplicationRecord record, LogStream stream) {
        return new YarnDriverLog(yarn(record), id(record), stream);
    }

    @Override
    public LogReader executorLog(ApplicationRecord record, int executor, LogStream stream) {
        throw new SparkSetupException("YARN tells containers, not executors: yarn logs -applicationId " + id(record)
                + " -show_container_log_info lists them, -containerId picks one");
    }
}
