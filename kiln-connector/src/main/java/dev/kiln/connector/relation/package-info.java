/** A table of the store as every part of the connector knows it: how to reach it, what it is, and what Spark calls its columns. */
@NullMarked
package dev.kiln.connector.relation;

import org.jspecify.annotations.NullMarked;
