/** Running translated queries on DuckDB and turning their results into Arrow batches or rows. */
@NullMarked
package dev.kiln.engine.execution;

import org.jspecify.annotations.NullMarked;
