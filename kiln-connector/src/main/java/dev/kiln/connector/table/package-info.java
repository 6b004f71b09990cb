/** A table of the store as Spark sees it: columns, partitioning and what can be done with it. */
@NullMarked
package dev.kiln.connector.table;

import org.jspecify.annotations.NullMarked;
