/** What clients upload: kept in files, read back as local relations. */
@NullMarked
package dev.kiln.engine.artifact;

import org.jspecify.annotations.NullMarked;
