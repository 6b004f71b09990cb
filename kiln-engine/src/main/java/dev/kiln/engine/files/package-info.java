/** Reads and writes files: which of DuckDB and Spark's own readers reads what, and how writes become visible. */
@NullMarked
package dev.kiln.engine.files;

import org.jspecify.annotations.NullMarked;
