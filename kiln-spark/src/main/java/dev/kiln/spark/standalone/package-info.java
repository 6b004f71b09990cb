/** What the masters and workers of a standalone cluster answer over HTTP: their state, logs and submissions. */
@NullMarked
package dev.kiln.spark.standalone;

import org.jspecify.annotations.NullMarked;
