/** Black-box suites over the wire. */
@NullMarked
package dev.kiln.conformance;

import org.jspecify.annotations.NullMarked;
