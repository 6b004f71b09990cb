/** Members as processes: starting, finding and stopping them by the directory that each has of its own. */
@NullMarked
package dev.kiln.store.process;

import org.jspecify.annotations.NullMarked;
