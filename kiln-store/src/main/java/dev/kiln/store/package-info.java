/**
 * The store as its clients see it: tables in namespaces, snapshots of them, and writes that become visible at once or
 * not at all. {@link dev.kiln.store.Store} is the door; nothing here names what the servers are built on.
 *
 * <p>Three layers, and arrows point down: {@code client} and {@code server} (Apache Ignite), then this package, then
 * {@code table}, {@code snapshot} and {@code batch}, which are plain data.
 */
@NullMarked
package dev.kiln.store;

import org.jspecify.annotations.NullMarked;
