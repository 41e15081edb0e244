// The private port's page: asks for the status once a second while somebody sees it, and shows it.

import { showBooks } from './books.js';
import { Charts } from './charts.js';
import { byId, say } from './dom.js';
import { showIds } from './ids.js';
import { showJournal } from './journal.js';
import { Letters } from './letters.js';
import { Live } from './live.js';
import { Poll, Port } from './port.js';
import { showSections } from './sections.js';
import { Sinks } from './sinks.js';
import { showAnswer, showSilence, showState } from './state.js';

const POLL_MILLIS = 1000;

const port = new Port((path, options) => fetch(path, options), storage());
const poll = new Poll(() => port.get('/api/status'), { answer: show, failure: explain }, POLL_MILLIS);
const charts = new Charts(port);
const live = new Live(port);
const letters = new Letters(port, () => status?.role === 'operate');
const sinks = new Sinks(port, () => poll.again(), (sink) => letters.open(sink));
let status = null;
let answeredAt = null;

document.addEventListener('visibilitychange', watchWhileSeen);
byId('token-form').addEventListener('submit', openWithToken);
byId('forget').addEventListener('click', () => {
  port.token = null;
  askForToken('');
});
watchWhileSeen();

/** Nobody sees a hidden page: nothing is asked for it. */
function watchWhileSeen() {
  if (document.visibilityState === 'visible' && byId('token-form').hidden) {
    poll.start();
  } else {
    poll.stop();
  }
}

function show(now) {
  status = now;
  answeredAt = Date.now();
  byId('board').hidden = false;
  byId('jump').hidden = false;
  byId('forget').hidden = !port.token;
  showAnswer();
  showState(now);
  showBooks(now);
  showSections(now);
  sinks.show(now);
  showJournal(now);
  showIds(now);
  live.show(now);
  charts.refresh(performance.now());
}

function explain(error) {
  if (error.status === 401) {
    askForToken(port.token ? 'That token is not the right one.' : '');
  } else {
    showSilence(answeredAt, Date.now(), error.status ? error.message : 'the port cannot be reached');
  }
}

function askForToken(fault) {
  poll.stop();
  live.close();
  charts.close();
  document.querySelectorAll('dialog[open]').forEach((dialog) => dialog.close());
  status = null;
  showAnswer();
  for (const id of ['board', 'jump', 'forget', 'refused-config']) {
    byId(id).hidden = true;
  }
  say(byId('state'), 'closed');
  byId('state').className = 'badge warn';
  say(byId('facts'), '');
  document.title = 'Weir';
  byId('token-form').hidden = false;
  say(byId('token-fault'), fault);
  byId('token').focus();
}

function openWithToken(event) {
  event.preventDefault();
  port.token = byId('token').value.trim();
  byId('token').value = '';
  byId('token-form').hidden = true;
  say(byId('state'), 'asking …');
  poll.start();
}

/** For as long as the tab is open; for as long as the page, where the browser keeps nothing for it. */
function storage() {
  try {
    return window.sessionStorage;
  } catch {
    return memory();
  }
}

function memory() {
  const kept = new Map();
  return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value), removeItem: (key) => kept.delete(key) };
}
