/** The same plans against Kiln and against Spark's own Connect server, through the same client. */
@NullMarked
package dev.kiln.conformance.differential;

import org.jspecify.annotations.NullMarked;
