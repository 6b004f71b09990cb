/**
 * Reads file relations: Parquet by DuckDB where that provably gives what Spark reads, everything else by Spark's own
 * readers.
 */
@NullMarked
package dev.kiln.engine.files.read;

import org.jspecify.annotations.NullMarked;
