/**
 * Erases one person's events everywhere below {@code data} and in the files of file sinks: journal, state, dead letters, NDJSON.
 *
 * <p><b>Rewriting, not crypto-shredding</b>: a key for each device would have to be read for each event that is delivered, kept
 * as safe as the journal itself, and would leave NDJSON files, which others read, as they are. So each place takes the person out of
 * its own files, and whoever doubts it can search them.
 *
 * <p><b>Order.</b> All sinks come to rest (the intake goes on), so that nobody has the person in memory or writes a line or a letter
 * meanwhile. What is looked for is found in all places, and noted on disk ({@link dev.weir.erase.PendingErasure}), because what
 * names the person's devices is among the first that goes; a server that is killed after that finishes the erasure when it starts,
 * before it delivers anything. Then the journal, letters and lines, and last the state, which cannot learn anew what the journal has
 * no longer. Then everything is searched once more, and the receipt says what was found.
 *
 * <p><b>Whose an event is</b>: of the section, and of one of the person's devices; or of no device, and in one of the person's
 * sessions, if no other device was in it; or its query, form or JSON body, at any depth, has one of the device ids as a value, or an
 * e-mail address or phone number of the hash that was given. A device that
 * such an address or number stands beside is the person's if all names are that it ever sent: whoever can send a request can send
 * somebody else's id with his own address, or his own id with somebody else's address, and then ask to be forgotten. Of a device that
 * named others, too, only the events that name the person go, and the receipt tells of it.
 */
@NullMarked
package dev.weir.erase;

import org.jspecify.annotations.NullMarked;
