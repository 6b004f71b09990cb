/** What YARN is asked, through Hadoop's own commands. */
@NullMarked
package dev.kiln.spark.yarn;

import org.jspecify.annotations.NullMarked;
