/**
 * {@code kiln bench}: measures Kiln and its peers in one run, on the same machine, files and client. Servers run in
 * processes of their own; this one holds the client.
 */
@NullMarked
package dev.kiln.bench;

import org.jspecify.annotations.NullMarked;
