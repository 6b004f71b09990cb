/** Standalone clusters of stock Spark: masters and workers on this machine and on others, started and ended. */
@NullMarked
package dev.kiln.spark.cluster;

import org.jspecify.annotations.NullMarked;
