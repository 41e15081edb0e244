/**
 * Read models: what Weir itself knows of its visitors and products, built from the journal and from nothing else.
 *
 * <p>{@link dev.weir.state.StateKeeper} reads the journal from a position of its own and applies each entry to the models:
 * carts, product counters, {@link dev.weir.state.RecentKeys} (what has been accepted already) and {@link
 * dev.weir.state.SeenSessions} (who has been here). The first two belong to its thread, and are asked by posting a
 * question; the other two are used by the intake too, which cannot wait, and tells them itself of what it accepts.
 *
 * <p><b>Restart.</b> Now and then the models are written to {@code state-<number>.snap}, where the number is that of the
 * newest entry in it. At the start the newest whole snapshot is loaded and the rest replayed from the journal, before the
 * first request is served. A snapshot is what the journal made up to its number: one that is ahead of the journal belongs
 * to entries that were lost, whose keys must be free again, and is put aside. The journal keeps what the older of two
 * snapshots lacks, so that a damaged one loses nothing. When the journal is full and no snapshot can be written, it is let
 * go all the same: a repeated event is better than a refused one.
 *
 * <p><b>What is lost</b> when both snapshots and the journal's files are gone: carts and counters begin empty, a retry from
 * before counts as a new event, and a conversion finds no session. Nothing that was promised; this is a cache.
 *
 * <p><b>Time.</b> Models move on by the times of the entries, so that a replay makes what the first life had made. The
 * clock of this moment decides only what an answer shows. When the clock is set back, nothing expires before its time, and
 * the bounds on count hold; when it jumps ahead for a while, expiry takes at most two old entries for each new one.
 *
 * <p><b>Other nodes.</b> Where there are some, each tells {@link dev.weir.state.SharedCarts} what its events do to carts, and asks
 * there before it answers. The models here stay what this node's journal makes of them: they answer when nobody else does.
 *
 * <p>Texts of visitors are hashed with a secret key wherever only equality matters: nobody can aim for collisions, and a
 * snapshot tells no e-mail address.
 */
@NullMarked
package dev.weir.state;

import org.jspecify.annotations.NullMarked;
