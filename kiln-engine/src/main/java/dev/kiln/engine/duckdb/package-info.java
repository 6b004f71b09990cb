/** The embedded database: one instance per process, its limits and its connections. */
@NullMarked
package dev.kiln.engine.duckdb;

import org.jspecify.annotations.NullMarked;
