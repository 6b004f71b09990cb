/** The store against other ways to keep rows: its processes, the programs that use them, and what is asked of them. */
@NullMarked
package dev.kiln.bench.store;

import org.jspecify.annotations.NullMarked;
