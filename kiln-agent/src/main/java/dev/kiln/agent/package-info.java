/**
 * What runs inside a Spark driver that Kiln launched. Reaches Spark by reflection alone, so that one jar serves every
 * Spark version, and uses nothing but the JDK besides.
 */
@NullMarked
package dev.kiln.agent;

import org.jspecify.annotations.NullMarked;
