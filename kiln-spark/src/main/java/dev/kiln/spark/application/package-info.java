/** Applications that are submitted the way spark-submit does it: what was asked for, where they run, what became of them. */
@NullMarked
package dev.kiln.spark.application;

import org.jspecify.annotations.NullMarked;
