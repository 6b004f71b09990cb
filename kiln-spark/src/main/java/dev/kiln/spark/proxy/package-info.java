/** Sessions of Kiln whose requests are answered by the Connect server of a Spark engine. */
@NullMarked
package dev.kiln.spark.proxy;

import org.jspecify.annotations.NullMarked;
