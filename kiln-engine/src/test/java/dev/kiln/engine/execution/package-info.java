@NullMarked
package dev.kiln.engine.execution;

import org.jspecify.annotations.NullMarked;
