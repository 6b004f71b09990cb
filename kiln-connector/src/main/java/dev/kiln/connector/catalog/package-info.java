/** Statements about tables and namespaces: what Spark asks for becomes what the store keeps. */
@NullMarked
package dev.kiln.connector.catalog;

import org.jspecify.annotations.NullMarked;
