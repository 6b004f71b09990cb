/** Spark engines behind Kiln's front door, seen from outside. */
@NullMarked
package dev.kiln.conformance.engine;

import org.jspecify.annotations.NullMarked;
