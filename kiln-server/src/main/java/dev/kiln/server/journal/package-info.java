/** The journal of a session: what was done to its state, to be done again on another engine. */
@NullMarked
package dev.kiln.server.journal;

import org.jspecify.annotations.NullMarked;
