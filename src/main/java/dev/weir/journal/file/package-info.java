/**
 * The embedded journal: events in fixed-size files of one directory, acknowledged when they are on disk.
 *
 * <p>One writer thread takes what waits, writes it in one piece, forces once, and acknowledges ({@link
 * dev.weir.journal.file.JournalWriter}). Another thread keeps an empty file ready, so that the writer does not wait for
 * one, watches free space, and deletes what is released ({@link dev.weir.journal.file.FileSupply}). Any number of
 * readers follow, up to what is promised.
 *
 * <p><b>Files.</b> {@code <20-digit first number>.journal}, zero-filled and forced ahead of need, so that a force
 * writes data and no metadata. The first block and the last hold a header each; between them stand the records. A
 * file's name bounds the numbers of the file before it, so nothing beyond a file's end is ever read.
 *
 * <p><b>Who keeps up reads no file.</b> The records that came last are in memory too, as the writer was given them ({@link
 * dev.weir.journal.file.RecentRecords}): the state and the sinks are nearly always there, and need not read back, check and decode
 * what the process has just encoded. They are given the same entry, so that its event is decoded once for all of them. Whoever has
 * fallen behind goes on in the file, at the place of the record after the one that he had last. What is changed in the files is
 * forgotten in memory first, so that nobody has from there what was erased. Damage to bytes that are still in memory shows at the
 * next start, or to whoever has fallen behind.
 *
 * <p><b>A batch is one record</b> with one checksum, and takes a number for each of its events. So it is whole or it is
 * not there, whatever a crash leaves of it. Were its events records of their own, with a sign that the batch goes on, a
 * power cut could write the first and the last of them and not those between, for a disk writes its blocks in any order:
 * nothing would tell such a batch, which nobody was promised, from a damaged one. The price: a flipped bit loses all of a
 * batch, and its numbers are reported as damaged together. A single event is a record of
 * its own kind, and costs nothing for there being batches.
 *
 * <p><b>What nobody needs</b> is deleted file by file, at once or when its newest event has been kept for long enough, so that it can be
 * sent again ({@link dev.weir.journal.file.Retention}). That time is read from the header of the file after it, which was begun for
 * the next event. New events go first: what is only kept goes when its room is needed.
 *
 * <p><b>Numbers</b> are given by the writer and never used twice. If a tail was lost that a cursor had passed, a new
 * file begins above the highest cursor, and the numbers between are reported as damaged.
 *
 * <p><b>A force that fails is final.</b> After a failed fsync the kernel may hold pages as clean that are not on disk,
 * and a second fsync would succeed and mean nothing. The journal acknowledges nothing more; a restart reads what is
 * there.
 *
 * <p><b>Damage.</b> Each record has a checksum salted with its file's secret number, so that reading can go on at the
 * next whole record without being fooled by bytes that a visitor sent. When the writer has nothing to do, it writes a
 * mark behind the last record, which the next group overwrites: it tells an unfinished write, which nobody was
 * promised, from a damaged last record, which must be reported. The mark is not forced, as its loss only loses that
 * distinction.
 *
 * <p><b>Cursors</b> live in two slots of one small file, not in a file that is replaced by rename: one force of one
 * block instead of two forces and a change of the directory, and the generation before is there when a block is
 * damaged. A cursor grows with the sections that are behind; only when its slot is too small is the file replaced, by one
 * with slots twice as large, and they stay so. What a killed process wrote and did not force is forced when it is loaded:
 * the next save overwrites the slot that is durable, and a power cut then would leave neither. What comes between two saves is
 * noted in a file of its own, without a force ({@link dev.weir.journal.file.NoteFile}): a kill repeats what was on its way, and only a power
 * cut what came since the save.
 */
@NullMarked
package dev.weir.journal.file;

import org.jspecify.annotations.NullMarked;
