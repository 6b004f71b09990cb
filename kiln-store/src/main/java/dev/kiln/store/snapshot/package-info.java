/** Which batches a column table consists of at one version, and what a commit changes about that. Plain data. */
@NullMarked
package dev.kiln.store.snapshot;

import org.jspecify.annotations.NullMarked;
