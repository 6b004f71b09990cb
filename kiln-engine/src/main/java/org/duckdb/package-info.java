/**
 * The driver's package-private bindings, opened up for the engine.
 *
 * <p>The public Java API covers neither nested types nor errors that come late in a stream, so the few classes here
 * reach the bindings that the driver itself uses. They hold no behaviour beyond that and are the only place to look at
 * when the driver changes.
 */
@NullMarked
package org.duckdb;

import org.jspecify.annotations.NullMarked;
