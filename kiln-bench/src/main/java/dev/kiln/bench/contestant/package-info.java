/** Those that are measured: each runs a statement to its end and takes in the whole result. */
@NullMarked
package dev.kiln.bench.contestant;

import org.jspecify.annotations.NullMarked;
