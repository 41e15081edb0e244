/**
 * The private port: whether the process lives and is ready, its metrics, the page, what steers a running server, and the
 * description of what the public port serves. Nothing of it is reachable on the public port.
 *
 * <p>Whatever can be asked is an {@link dev.weir.admin.Endpoint}, which says what the caller must be; the parts that are
 * steered make them, and the wiring hands them over. {@link dev.weir.admin.AdminServer} finds out who calls, and has all that
 * changes something written down first.
 *
 * <p>The description, {@code openapi.json}, is a file that is written by hand, and not made from the code: it is the contract,
 * and tests hold it against the dialects' routes and against every golden request and answer.
 */
@NullMarked
package dev.weir.admin;

import org.jspecify.annotations.NullMarked;
