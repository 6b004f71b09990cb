/**
 * What is plugged into Spark's Connect server. Alone here Spark's own copy of gRPC is linked, which has the same name in
 * all versions since 3.5.
 */
@NullMarked
package dev.kiln.agent.connect;

import org.jspecify.annotations.NullMarked;
