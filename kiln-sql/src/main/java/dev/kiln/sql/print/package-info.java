/** The only place where SQL text is made. */
@NullMarked
package dev.kiln.sql.print;

import org.jspecify.annotations.NullMarked;
