/** Tables of a store as files of a directory, and back, through a client's connection. */
@NullMarked
package dev.kiln.store.backup;

import org.jspecify.annotations.NullMarked;
