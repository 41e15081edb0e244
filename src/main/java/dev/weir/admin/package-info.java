/**
 * The private port: whether the process lives and is ready, its metrics, and the description of what the public port serves.
 * Nothing of it is reachable on the public port.
 *
 * <p>The description, {@code openapi.json}, is a file that is written by hand, and not made from the code: it is the contract,
 * and tests hold it against the dialects' routes and against every golden request and answer.
 */
@NullMarked
package dev.weir.admin;

import org.jspecify.annotations.NullMarked;
