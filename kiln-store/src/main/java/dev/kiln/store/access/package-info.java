/** Who is let into a store: the token that members and clients share, and TLS. No Ignite type appears. */
@NullMarked
package dev.kiln.store.access;

import org.jspecify.annotations.NullMarked;
