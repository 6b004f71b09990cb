/** Row tables on Apache Ignite: a cache per table, with SQL on top. */
@NullMarked
package dev.kiln.store.server.row;

import org.jspecify.annotations.NullMarked;
