/** Sessions: who they belong to, when they end and what is remembered of them. */
@NullMarked
package dev.kiln.server.session;

import org.jspecify.annotations.NullMarked;
