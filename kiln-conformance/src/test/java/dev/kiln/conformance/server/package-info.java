/** The servers that the suites of one test run share. */
@NullMarked
package dev.kiln.conformance.server;

import org.jspecify.annotations.NullMarked;
