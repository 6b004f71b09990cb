/** What Kubernetes is asked about the pods of Spark's drivers and executors. */
@NullMarked
package dev.kiln.spark.kubernetes;

import org.jspecify.annotations.NullMarked;
