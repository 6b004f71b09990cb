/** Which Sparks there are: folders of jars of one version each, and what a process started from them needs. */
@NullMarked
package dev.kiln.spark.distribution;

import org.jspecify.annotations.NullMarked;
