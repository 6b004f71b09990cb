/** Operations of a session: queries, commands, configuration. */
@NullMarked
package dev.kiln.engine.command;

import org.jspecify.annotations.NullMarked;
