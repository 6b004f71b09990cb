/** Stock Spark, driven from outside: Kiln starts it as processes and speaks its protocols, but never links it. */
@NullMarked
package dev.kiln.spark;

import org.jspecify.annotations.NullMarked;
