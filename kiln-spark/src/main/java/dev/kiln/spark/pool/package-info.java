/**
 * Who gets which engine: shared or not, how many at most, some in advance, and when one is ended. Knows nothing of how
 * engines are launched.
 */
@NullMarked
package dev.kiln.spark.pool;

import org.jspecify.annotations.NullMarked;
