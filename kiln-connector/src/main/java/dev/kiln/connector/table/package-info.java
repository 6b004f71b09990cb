/** A table of the store as Spark sees it: columns, partitioning and capabilities. */
@NullMarked
package dev.kiln.connector.table;

import org.jspecify.annotations.NullMarked;
