/** Logical plans become query blocks. */
@NullMarked
package dev.kiln.engine.translate.relation;

import org.jspecify.annotations.NullMarked;
