/** How a member lets others in, and what clients may do. */
@NullMarked
package dev.kiln.store.server.access;

import org.jspecify.annotations.NullMarked;
