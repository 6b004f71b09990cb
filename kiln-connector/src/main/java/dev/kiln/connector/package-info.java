/**
 * The store's tables in Spark: a catalog ({@code spark.sql.catalog.store=dev.kiln.connector.StoreCatalog}) and a data source
 * ({@code format("kiln")}). Works with Spark 3.5 to 4.2, whatever their Scala: nothing here names a type of Scala's.
 */
@NullMarked
package dev.kiln.connector;

import org.jspecify.annotations.NullMarked;
