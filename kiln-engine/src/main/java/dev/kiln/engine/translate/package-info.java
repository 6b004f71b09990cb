/** Resolved Catalyst plans become DuckDB queries, or a list of all reasons why they cannot. */
@NullMarked
package dev.kiln.engine.translate;

import org.jspecify.annotations.NullMarked;
