/** Prints results: readable tables, CSV, JSON lines. */
@NullMarked
package dev.kiln.cli.output;

import org.jspecify.annotations.NullMarked;
