/**
 * Catalyst expressions become DuckDB expressions: natively where results are provably equal, otherwise as calls that
 * evaluate the Catalyst expression itself.
 */
@NullMarked
package dev.kiln.engine.translate.expression;

import org.jspecify.annotations.NullMarked;
