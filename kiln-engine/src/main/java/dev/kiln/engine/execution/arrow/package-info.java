/**
 * Arrow IPC straight from DuckDB's vectors, as Spark would write it. DuckDB's own Arrow export would have to be copied
 * again into batches of another size, and loses the text of errors that come before the first batch.
 */
@NullMarked
package dev.kiln.engine.execution.arrow;

import org.jspecify.annotations.NullMarked;
