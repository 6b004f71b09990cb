/** Rows of Spark's become batches. */
@NullMarked
package dev.kiln.connector.encode;

import org.jspecify.annotations.NullMarked;
