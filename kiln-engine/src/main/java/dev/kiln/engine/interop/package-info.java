/** What Java lacks to call Scala's signatures. */
@NullMarked
package dev.kiln.engine.interop;

import org.jspecify.annotations.NullMarked;
