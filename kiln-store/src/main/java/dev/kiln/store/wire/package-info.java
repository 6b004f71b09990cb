/** What clients and members say to one another, as bytes. Plain data. */
@NullMarked
package dev.kiln.store.wire;

import org.jspecify.annotations.NullMarked;
