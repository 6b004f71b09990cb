/**
 * The format of column batches: how one column of some rows becomes bytes and is read again. Whoever writes a batch
 * makes its final bytes; servers keep and send them as they are.
 */
@NullMarked
package dev.kiln.store.batch;

import org.jspecify.annotations.NullMarked;
