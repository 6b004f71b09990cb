/** What CREATE TABLE may say, and what it then means. Pure functions, the same for every client. */
@NullMarked
package dev.kiln.store.ddl;

import org.jspecify.annotations.NullMarked;
