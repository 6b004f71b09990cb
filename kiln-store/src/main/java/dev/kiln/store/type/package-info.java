/**
 * Spark's types as the store understands them, read from Spark's JSON without Spark. What a value looks like in a batch
 * follows from its type in one place, {@link dev.kiln.store.batch.Layout#of}.
 */
@NullMarked
package dev.kiln.store.type;

import org.jspecify.annotations.NullMarked;
