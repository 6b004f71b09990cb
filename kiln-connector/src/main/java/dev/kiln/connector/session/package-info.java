/** How the store is reached: settings from Spark's configuration, and one connection per process and configuration. */
@NullMarked
package dev.kiln.connector.session;

import org.jspecify.annotations.NullMarked;
