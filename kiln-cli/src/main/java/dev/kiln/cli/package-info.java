/** The {@code kiln} command line: parsing, sub-commands and exit codes. */
@NullMarked
package dev.kiln.cli;

import org.jspecify.annotations.NullMarked;
