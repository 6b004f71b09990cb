/** The one place that wires the parts of Kiln together: home directory, configuration, logging, engine and server. */
@NullMarked
package dev.kiln.app;

import org.jspecify.annotations.NullMarked;
