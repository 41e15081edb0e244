// The panel: each call of weir.js, its answer, and its fate: how far Weir's sinks have come since.

const MOST_SHOWN = 50;
const POLL_MILLIS = 700;

const list = document.getElementById('beacons');
const books = document.getElementById('books');
const shown = new Map();
let isPolling = false;

document.addEventListener('watched', (event) => show(event.detail));
window.watched.calls.forEach(show);
document.getElementById('panel-toggle').addEventListener('click', fold);
if (matchMedia('(max-width: 60rem)').matches) {
  // A phone has no room for both.
  fold();
}
document.getElementById('offline').addEventListener('change', (event) => {
  window.watched.isCut = event.target.checked;
  if (!event.target.checked) {
    // What a browser says when the line is back; weir.js goes on with what waits.
    window.dispatchEvent(new Event('online'));
  }
});
document.getElementById('consent').addEventListener('change', (event) => {
  window.personaclick('consent', event.target.checked);
});

function show(call) {
  ids(call);
  let row = shown.get(call);
  if (!row) {
    row = document.createElement('li');
    shown.set(call, row);
    list.prepend(row);
    while (list.children.length > MOST_SHOWN) {
      list.lastChild.remove();
    }
  }
  const isOpen = row.querySelector('details')?.open;
  row.replaceChildren(details(call, isOpen));
  row.dataset.state = state(call);
  if (isOwed(call)) {
    poll();
  }
}

function details(call, isOpen) {
  const summary = document.createElement('summary');
  summary.append(span('what', title(call)), span('answer', answerOf(call)), span('fate', fate(call)));
  const details = document.createElement('details');
  details.open = Boolean(isOpen);
  details.append(summary, pre(`${call.method} ${call.path}${call.query}`, pretty(call.body)));
  if (call.answer) {
    details.append(pre(`${call.status}${call.promise ? ', weir-ack: ' + call.promise : ''}`, pretty(call.answer)));
  }
  return details;
}

function title(call) {
  const body = parsed(call.body) || {};
  const count = Array.isArray(body.items) ? body.items.length : 0;
  if (!body.event) {
    return call.path;
  }
  return body.full_cart || body.full_wish ? `${body.event}, the whole list of ${count}` : body.event;
}

function answerOf(call) {
  if (call.failure) {
    return 'no answer';
  }
  if (call.way === 'beacon') {
    return call.isTaken ? 'left with the page' : 'not taken';
  }
  return call.status ? String(call.status) : '…';
}

function fate(call) {
  if (call.failure) {
    return call.failure + '; it will be sent again';
  }
  if (!call.status) {
    return call.way === 'beacon' ? 'nobody waits for its answer' : 'under way';
  }
  if (call.status === 429 || call.status >= 500) {
    return `refused for now${call.retryAfter ? `, again in ${call.retryAfter} s` : ''}`;
  }
  if (call.status >= 400) {
    return 'refused';
  }
  if (!call.promise) {
    return 'answered';
  }
  const kept = { fsync: 'on disk', os: 'with the operating system', memory: 'in memory', replicated: 'replicated' };
  const word = call.verdict?.startsWith('duplicate') ? 'known already' : kept[call.promise] || call.promise;
  return call.settled ? `${word} → ${call.settled.join(', ')}` : word;
}

function state(call) {
  if (call.failure || call.status >= 400) {
    return 'refused';
  }
  return call.settled || (call.status && !call.promise) ? 'settled' : call.promise ? 'kept' : 'open';
}

/** Whether it is kept, and not known to have reached every sink. */
function isOwed(call) {
  return Boolean(call.promise) && !call.settled;
}

/** Asks how far the sinks have come, as long as something is owed. */
async function poll() {
  if (isPolling) {
    return;
  }
  isPolling = true;
  try {
    while ([...shown.keys()].some(isOwed)) {
      const owed = [...shown.keys()].filter(isOwed);
      const response = await window.watched.fetch('/demo/sinks');
      if (!response.ok) {
        return;
      }
      settle(owed, await response.json());
      await new Promise((resolve) => setTimeout(resolve, POLL_MILLIS));
    }
  } catch {
    // The server has gone. What is sent next begins again.
  } finally {
    isPolling = false;
  }
}

/**
 * An event's number is nobody's business but Weir's. So each call that is kept remembers the number of the last event that
 * Weir had when it was asked next: once a sink is past that, it is past the call's own.
 */
function settle(owed, standing) {
  for (const call of owed) {
    call.latest ??= standing.accepted;
    const behind = standing.sinks.filter((sink) => sink.next <= call.latest);
    if (behind.length === 0) {
      call.settled = standing.sinks.map((sink) => `delivered to ${sink.name}`);
      show(call);
    }
  }
  books.textContent = `Weir has ${standing.accepted} events. ` + standing.sinks.map((sink) =>
    `${sink.name}: ${sink.delivered} delivered, ${sink.superseded} superseded, ${sink.dead_lettered} dead-lettered, ${sink.pending} pending.`).join(' ');
}

function ids(call) {
  const body = parsed(call.body) || (call.path === '/init' ? parsed(call.answer) : null);
  if (body?.did) {
    document.getElementById('device').textContent = body.did;
    document.getElementById('session').textContent = body.seance || body.sid || '…';
  }
}

function fold() {
  const body = document.getElementById('panel-body');
  const toggle = document.getElementById('panel-toggle');
  body.hidden = !body.hidden;
  toggle.setAttribute('aria-expanded', String(!body.hidden));
  toggle.textContent = body.hidden ? 'Show' : 'Hide';
}

function pretty(text) {
  const value = parsed(text);
  return value ? JSON.stringify(value, null, 2) : text || '';
}

function parsed(text) {
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}

function span(style, text) {
  const made = document.createElement('span');
  made.className = style;
  made.textContent = text;
  return made;
}

function pre(title, text) {
  const made = document.createElement('pre');
  const head = document.createElement('strong');
  head.textContent = title;
  made.append(head, text ? '\n' + text : '');
  return made;
}
