/** What a table is: names, columns, where its rows live and what is promised about them. Plain data. */
@NullMarked
package dev.kiln.store.table;

import org.jspecify.annotations.NullMarked;
