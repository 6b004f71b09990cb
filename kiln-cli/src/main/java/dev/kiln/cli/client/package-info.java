/** A small Spark Connect client: runs SQL and reads the answer, for the shell and for one-shot statements. */
@NullMarked
package dev.kiln.cli.client;

import org.jspecify.annotations.NullMarked;
