/** Which bucket a row belongs to, in a writer, in a scan that prunes and as a function of Spark's. */
@NullMarked
package dev.kiln.connector.bucket;

import org.jspecify.annotations.NullMarked;
