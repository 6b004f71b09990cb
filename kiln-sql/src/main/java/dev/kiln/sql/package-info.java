/** The typed tree of DuckDB queries and expressions. Trees are immutable; text is made by the printer alone. */
@NullMarked
package dev.kiln.sql;

import org.jspecify.annotations.NullMarked;
