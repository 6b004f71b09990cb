/**
 * Members of the store: Apache Ignite's server nodes with a service on each that answers clients.
 *
 * <p>Locators hold nothing but the way to the others. Servers hold caches of two sorts: a few replicated ones, with what
 * tables are and which batches they have, and one pair per way of placing buckets, with the batches of all column tables
 * that are placed so. What a cache of the second sort holds never changes under its key, so it may be written again and
 * read from any copy; what is visible is decided by one entry per table of the first sort.
 */
@NullMarked
package dev.kiln.store.server;

import org.jspecify.annotations.NullMarked;
