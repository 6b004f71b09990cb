/** Scans: which batches are read, where, and how they become rows. */
@NullMarked
package dev.kiln.connector.read;

import org.jspecify.annotations.NullMarked;
