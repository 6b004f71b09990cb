/** How failures reach the client: conditions, statuses and the details kept for a later question. */
@NullMarked
package dev.kiln.server.error;

import org.jspecify.annotations.NullMarked;
