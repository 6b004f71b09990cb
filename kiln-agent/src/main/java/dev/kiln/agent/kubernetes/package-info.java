/**
 * What Kubernetes is told and asked with the client that a Spark for it has among its jars, which knows all ways in which
 * clusters are found and their users identified. It is reached by reflection, because each Spark has another one.
 */
@NullMarked
package dev.kiln.agent.kubernetes;

import org.jspecify.annotations.NullMarked;
