/** Put: rows take the place of those with the same key, or are added if there are none. */
@NullMarked
package dev.kiln.connector.put;

import org.jspecify.annotations.NullMarked;
