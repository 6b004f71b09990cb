/** Spark's catalog of databases, tables, views, partitions and functions, kept in a transactional file in the home. */
@NullMarked
package dev.kiln.catalog;

import org.jspecify.annotations.NullMarked;
