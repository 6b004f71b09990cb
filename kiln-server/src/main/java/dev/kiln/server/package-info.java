/** The front door: a Spark Connect service over any {@link dev.kiln.spi.Engine}. */
@NullMarked
package dev.kiln.server;

import org.jspecify.annotations.NullMarked;
