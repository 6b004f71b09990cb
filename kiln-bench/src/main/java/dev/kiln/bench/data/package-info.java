/** Data of the TPC benchmarks, generated and kept as Parquet files. */
@NullMarked
package dev.kiln.bench.data;

import org.jspecify.annotations.NullMarked;
