/** Where a Spark application gets its executors from: master URLs, as Spark writes them. */
@NullMarked
package dev.kiln.spark.master;

import org.jspecify.annotations.NullMarked;
