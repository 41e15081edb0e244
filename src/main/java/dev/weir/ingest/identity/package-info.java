/**
 * Who sent this: the device id and the session of a request, without asking anybody, but other nodes for a device's session where
 * there are some ({@link dev.weir.ingest.identity.SharedSessions}), for a few milliseconds.
 *
 * <p>Ids of our own carry a short keyed tag, so that they are told from foreign and forged ones by arithmetic alone:
 * there is no table of devices to keep, to share between machines or to lose. Sessions are the server's own account, by
 * device and idle time, because real clients change the session id under load (wire-facts 1.4); what the client calls
 * its session is kept beside it as an attribute. The one table here is that of recent sessions, bounded in count and
 * age; losing it costs nothing but a session cut in two for clients that send no session id.
 *
 * <p>Nothing here is authentication: an id names a browser or an app, and nothing is granted to whoever presents it.
 */
@NullMarked
package dev.weir.ingest.identity;

import org.jspecify.annotations.NullMarked;
