/** What is asked of row tables beside SQL: which rows to read, and what to do with rows. Plain data. */
@NullMarked
package dev.kiln.store.row;

import org.jspecify.annotations.NullMarked;
