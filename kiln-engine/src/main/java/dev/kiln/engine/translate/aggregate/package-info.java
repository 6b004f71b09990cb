/** Aggregate functions, natively where results are equal, otherwise by Catalyst's own functions over collected rows. */
@NullMarked
package dev.kiln.engine.translate.aggregate;

import org.jspecify.annotations.NullMarked;
