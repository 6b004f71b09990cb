/** Processes that outlive the one that started them: how they are told apart from strangers, started and ended. */
@NullMarked
package dev.kiln.spark.process;

import org.jspecify.annotations.NullMarked;
