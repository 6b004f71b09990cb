/**
 * Makes what a query writes visible at once or not at all. Files are staged in a hidden directory of the same file
 * system; the commit is one durable record in the home that lists what is to be moved and deleted.
 */
@NullMarked
package dev.kiln.engine.files.commit;

import org.jspecify.annotations.NullMarked;
