/**
 * Where the catalog lies: ordered tables of texts that change in transactions, and the work on files that goes with them.
 * Knows nothing of what the texts mean, and no Catalyst class.
 */
@NullMarked
package dev.kiln.catalog.store;

import org.jspecify.annotations.NullMarked;
