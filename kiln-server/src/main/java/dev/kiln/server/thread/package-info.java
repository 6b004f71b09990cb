/** Threads of the server. */
@NullMarked
package dev.kiln.server.thread;

import org.jspecify.annotations.NullMarked;
