/**
 * What was given up: kept with the original, the reason, the destination's answer and the time, so that a person can look at
 * it, and have it sent again. A dead letter is on disk before the sink's cursor passes its event, so at every moment an event
 * is owed, settled, or here.
 *
 * <p><b>Files of one sink</b>, in {@code data/deadletters}:
 *
 * <ul>
 *   <li>{@code <sink>.ndjson}, the letters, one a line. A file of 64 MiB is put aside as {@code <sink>.<time>-<letter>.ndjson}:
 *       the time and number of the letter that found no room. All together take 1 GiB at most.
 *   <li>{@code <sink>.<time>-<random>.request}, what somebody asks for. The command makes it, whole, by a rename; the server
 *       looks twice a second, notes it in the ledger, and deletes it. 4096 may wait.
 *   <li>{@code <sink>.ledger}, what became of letters. Only the server writes it. Beyond 1 MiB it is written anew with what
 *       still matters, which takes a few bytes for each range of letters on disk.
 * </ul>
 *
 * <p><b>Why requests are files of their own</b>, and not lines of one file: who shortens a file to which another process
 * appends must lock it, or may lose a line. So every file here has one writer for ever, nobody waits for a lock, a request is
 * there as a whole or not at all, and one that cannot be read stops no other.
 *
 * <p><b>Why letters have numbers of their own</b>: one event may have several letters. After a crash, what was delivered
 * since the saved cursor is tried again and may be refused again; and so may a replay. Then the last letter counts. What is
 * asked and settled is told of a letter, not of an event, so that to heed it twice, or late, can touch no later letter. No
 * number is ever given twice, also when a power cut took the letter, because requests and the ledger count too. Ranges of
 * numbers keep both short: to replay all is one range.
 *
 * <p><b>A line</b> holds {@code letter} (its number), {@code seq}, {@code last_seq} (for a range of journal entries that could
 * not be read), {@code replaces} and {@code attempts} (if the letter ends the replay of another: its number, and how often the
 * event was refused so far), {@code time} (when it was given up), {@code reason} (a {@link
 * dev.weir.relay.deadletter.DeadLetter.Reason}), {@code status}, {@code detail} and {@code answer} (the destination's), {@code
 * line} (the event as {@link dev.weir.relay.sink.EventJson} writes it, for people), and {@code original} (the journal's entry as
 * {@link dev.weir.journal.file.EntryText} writes it, for the replay).
 *
 * <p><b>A replay</b> is noted in the ledger before its request is deleted, and asked for until the ledger says what became of
 * it; so a crash makes it be sent again, with the idempotency key that it always had, and never forgets it. If it is refused
 * again, the new letter goes to disk first, and then the ledger; a crash between the two is found by {@code replaces}. A letter
 * dropped while its replay is under way is dropped, however the replay ends.
 *
 * <p><b>Room</b> is had in two ways. A file of which every letter is settled is deleted at once. When there is no room for
 * another letter, files of which an eighth is settled are written anew without that; not earlier, for it stops the sink for as
 * long as it takes to copy 64 MiB. A line that cannot be read is never deleted.
 */
@NullMarked
package dev.weir.relay.deadletter;

import org.jspecify.annotations.NullMarked;
