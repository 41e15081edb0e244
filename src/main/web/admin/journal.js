import { byId, facts } from './dom.js';
import { bytes, count, millis, share } from './format.js';

export function showJournal({ journal, sinks }) {
  if (!journal) {
    return;
  }
  const health = journal.full ? ['full', 'bad-text'] : journal.held ? ['held', 'bad-text'] : journal.healthy === false ? ['failed', 'bad-text'] : ['healthy', 'good-text'];
  facts(byId('journal-facts'), [
    ['State', ...health],
    ['Disk used', `${bytes(journal.diskBytes)} of ${bytes(journal.maxBytes)}`, share(journal.diskBytes, journal.maxBytes) > 80 ? 'warn-text' : ''],
    ['File system free', bytes(journal.usableBytes)],
    ['fsync p50, p99', `${millis(journal.fsyncP50Millis)}, ${millis(journal.fsyncP99Millis)}`],
    ['Append p50, p99', `${millis(journal.appendP50Millis)}, ${millis(journal.appendP99Millis)}`],
    ['Waiting to be written', `${count(journal.queueDepth)} (${bytes(journal.queueBytes)})`],
    ['Last number', count(last(journal))],
    ['Damaged', count(journal.damaged), journal.damaged > 0 ? 'bad-text' : ''],
    ...(sinks ?? []).map((sink) => [`${sink.name} is behind by`, lag(journal, sink)]),
  ]);
}

const last = (journal) => journal.lastSeq ?? journal.accepted;

/** The cursor is the number of the first event that a sink still owes. */
function lag(journal, { cursor }) {
  const behind = last(journal) - cursor + 1;
  return Number.isFinite(behind) ? count(Math.max(0, behind)) : count(null);
}
