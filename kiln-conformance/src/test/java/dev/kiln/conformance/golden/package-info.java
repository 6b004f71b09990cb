/**
 * Spark's golden SQL files, replayed over the wire. The files are read from Spark's published test artifact; this package
 * knows their format, the session that each of them needs, and how a result compares with the one on record.
 */
@NullMarked
package dev.kiln.conformance.golden;

import org.jspecify.annotations.NullMarked;
