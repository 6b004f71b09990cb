/** Kiln's catalog as drivers see it: messages that only its two ends understand, over connections of known drivers. */
@NullMarked
package dev.kiln.spark.catalog;

import org.jspecify.annotations.NullMarked;
