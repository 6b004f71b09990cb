/** Operations: their states, their buffered responses and the streams attached to them. */
@NullMarked
package dev.kiln.server.operation;

import org.jspecify.annotations.NullMarked;
