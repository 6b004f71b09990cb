/** Reads and writes the tables of catalogs that plug into Spark (Data Source V2). */
@NullMarked
package dev.kiln.engine.tables;

import org.jspecify.annotations.NullMarked;
