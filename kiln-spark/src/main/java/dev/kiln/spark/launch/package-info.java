/**
 * Engines: Spark drivers that Kiln starts on a cluster manager, that report where they listen, and that live no longer
 * than Kiln.
 */
@NullMarked
package dev.kiln.spark.launch;

import org.jspecify.annotations.NullMarked;
