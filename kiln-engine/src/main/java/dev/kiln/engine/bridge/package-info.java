/** Catalyst values and expressions over DuckDB's vectors. */
@NullMarked
package dev.kiln.engine.bridge;

import org.jspecify.annotations.NullMarked;
