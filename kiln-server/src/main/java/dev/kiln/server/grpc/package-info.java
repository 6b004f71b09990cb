/** One handler for each call of the Spark Connect service. */
@NullMarked
package dev.kiln.server.grpc;

import org.jspecify.annotations.NullMarked;
