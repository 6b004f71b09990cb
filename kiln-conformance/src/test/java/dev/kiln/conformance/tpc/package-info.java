/** The schemas and the data of the TPC benchmarks as Spark's own tests declare them. */
@NullMarked
package dev.kiln.conformance.tpc;

import org.jspecify.annotations.NullMarked;
