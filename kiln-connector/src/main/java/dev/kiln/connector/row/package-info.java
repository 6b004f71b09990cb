/** Row tables: reads by key, by index and by bucket, and changes of rows that are named by their keys. */
@NullMarked
package dev.kiln.connector.row;

import org.jspecify.annotations.NullMarked;
