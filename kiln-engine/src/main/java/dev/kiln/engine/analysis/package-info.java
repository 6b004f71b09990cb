/**
 * Spark's front end without a running Spark: sessions, plans out of protocol messages, and the contract by which
 * resolved queries are run.
 */
@NullMarked
package dev.kiln.engine.analysis;

import org.jspecify.annotations.NullMarked;
