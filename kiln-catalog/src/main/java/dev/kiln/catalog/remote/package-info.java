/**
 * One catalog for several processes: {@link dev.kiln.catalog.remote.RemoteStore} asks, {@link
 * dev.kiln.catalog.remote.StoreRequests} answers, and whoever carries the messages need not understand them. Changes are
 * made where they are asked for, on what was read at some version of the store, and sent as one message that is accepted
 * only if the store is still at that version.
 */
@NullMarked
package dev.kiln.catalog.remote;

import org.jspecify.annotations.NullMarked;
