/** Which engine answers what, and how a session stays one session on several engines. */
@NullMarked
package dev.kiln.server.routing;

import org.jspecify.annotations.NullMarked;
