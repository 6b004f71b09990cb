/** Typed configuration: every key is declared once with its type, default and meaning. */
@NullMarked
package dev.kiln.spi.config;

import org.jspecify.annotations.NullMarked;
