/** Decoded columns of batches as Spark reads them. */
@NullMarked
package dev.kiln.connector.vector;

import org.jspecify.annotations.NullMarked;
