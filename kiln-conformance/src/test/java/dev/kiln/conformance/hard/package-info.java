/** Clients that misbehave, loads at the limit, and crashes. */
@NullMarked
package dev.kiln.conformance.hard;

import org.jspecify.annotations.NullMarked;
