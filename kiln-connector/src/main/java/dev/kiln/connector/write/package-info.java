/** Appends, overwrites and streams. */
@NullMarked
package dev.kiln.connector.write;

import org.jspecify.annotations.NullMarked;
