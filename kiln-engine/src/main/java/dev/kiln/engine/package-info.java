/** The embedded engine: Spark's front end over DuckDB, behind the engine SPI. */
@NullMarked
package dev.kiln.engine;

import org.jspecify.annotations.NullMarked;
