/** What the front door asks of an engine. */
@NullMarked
package dev.kiln.spi;

import org.jspecify.annotations.NullMarked;
