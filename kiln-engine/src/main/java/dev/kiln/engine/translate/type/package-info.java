/** How Spark's data types are carried in DuckDB. */
@NullMarked
package dev.kiln.engine.translate.type;

import org.jspecify.annotations.NullMarked;
