/** DuckDB's data types. */
@NullMarked
package dev.kiln.sql.type;

import org.jspecify.annotations.NullMarked;
