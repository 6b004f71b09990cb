/** What a benchmark found out, for people and for programs. */
@NullMarked
package dev.kiln.bench.report;

import org.jspecify.annotations.NullMarked;
