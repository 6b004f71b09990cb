/** Servers as child processes: how each is started, waited for, measured and stopped. */
@NullMarked
package dev.kiln.bench.server;

import org.jspecify.annotations.NullMarked;
