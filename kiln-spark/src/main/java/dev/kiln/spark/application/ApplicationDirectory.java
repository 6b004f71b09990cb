package dev.kiln.spark.application;

import java.nio.file.Path;

/** What the home keeps of one application. */
record ApplicationDirectory(Path path) {
    Path record() {
        return path.resolve("application.json");
    }

    /** What the driver prints, if it runs on this machine. */
    Path output() {
        return path.resolve("stdout");
    }

    /** What the driver logs, if it runs on this machine. */
    Path errors() {
        return path.resolve("stderr");
    }

    /** What Spark is told of it; may hold secrets. */
    Path properties() {
        return path.resolve("spark.properties");
    }
}
