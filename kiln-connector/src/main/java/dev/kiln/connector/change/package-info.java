/** DELETE, UPDATE and MERGE: rows are named by batch and position, and a commit says which ones go. */
@NullMarked
package dev.kiln.connector.change;

import org.jspecify.annotations.NullMarked;
