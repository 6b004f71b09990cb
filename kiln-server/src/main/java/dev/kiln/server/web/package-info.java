/** The web pages: plain HTML and the same as JSON, over HTTP, on the JDK's own server. */
@NullMarked
package dev.kiln.server.web;

import org.jspecify.annotations.NullMarked;
