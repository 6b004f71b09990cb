/** The catalog of a Spark driver that Kiln has launched. Runs in that driver, under the Spark version that it has. */
@NullMarked
package dev.kiln.catalog.driver;

import org.jspecify.annotations.NullMarked;
