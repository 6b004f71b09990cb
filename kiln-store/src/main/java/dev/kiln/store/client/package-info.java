/** The way to the store from another process: thin clients of the members. */
@NullMarked
package dev.kiln.store.client;

import org.jspecify.annotations.NullMarked;
