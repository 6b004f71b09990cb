/** Failures of the engine in the terms of the protocol. */
@NullMarked
package dev.kiln.engine.error;

import org.jspecify.annotations.NullMarked;
