/** What the store adds to Spark's SQL. Spark's plans are looked into by name: their classes differ between versions. */
@NullMarked
package dev.kiln.connector.sql;

import org.jspecify.annotations.NullMarked;
