package dev.kiln.cli;

import dev.kiln.spark.application.ApplicationRecord;
import dev.kiln.spark.application.DriverPlace;
import dev.kiln.spark.master.ClusterManager;
import dev.kiln.spark.master.DeployMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Applications as people read them. */
final class ApplicationText {
    private ApplicationText() {}

    /** One word, and what else there is to say. */
    static String state(ApplicationRecord record) {
        String word = record.state().name().toLowerCase(Locale.ROOT);
        String code = record.outcome().exitCode().isPresent()
                ? " with exit code " + record.outcome().exitCode().getAsInt()
                : "";
        return word + code + record.outcome().note().map(note -> ": " + note).orElse("");
    }

    /** A table row: id, state, manager, mode, time and name. */
    static String row(ApplicationRecord record) {
        return "%-27s %-9s %-10s %-7s %s  %s"
                .formatted(
                        record.id(),
                        record.state().name().toLowerCase(Locale.ROOT),
                        record.manager().title(),
                        record.mode().word(),
                        record.submitted().toString().substring(0, 19),
                        record.name());
    }

    /** Everything, a line each. */
    static List<String> details(ApplicationRecord record) {
        List<String> lines = new ArrayList<>();
        lines.add("application  " + record.id());
        lines.add("name         " + record.name());
        lines.add("state        " + state(record));
        lines.add("master       " + record.master());
        lines.add("deploy mode  " + record.mode().word());
        record.page().ifPresent(page -> lines.add("web page     " + page));
        if (record.driver() instanceof DriverPlace.Here here) {
            lines.add("driver       process " + here.process().pid() + " on " + record.submitter());
        }
        record.submission().ifPresent(id -> lines.add("driver       " + id));
        if (record.manager() == ClusterManager.STANDALONE && record.mode() == DeployMode.CLUSTER) {
            record.submission()
                    .ifPresent(id ->
                            lines.add("Spark's own  spark-submit --master " + record.master() + " --status " + id));
        }
        return lines;
    }
}
