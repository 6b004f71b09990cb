/** The SQL shell: reads statements, completes words, shows progress, prints answers. */
@NullMarked
package dev.kiln.cli.shell;

import org.jspecify.annotations.NullMarked;
