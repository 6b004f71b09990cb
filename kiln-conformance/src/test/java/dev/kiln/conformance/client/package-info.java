/** Talking to a server through the official client, and reading what it answers. */
@NullMarked
package dev.kiln.conformance.client;

import org.jspecify.annotations.NullMarked;
