import {
  MAX_AGE,
  MAX_CHARS,
  MAX_EVENTS,
  MAX_PAUSE,
  MAX_RETRY_AFTER,
  MAX_TRIES,
  MAX_URL_CHARS,
  MIN_PAUSE,
} from './bounds.js';
import { newId, timeOf } from './id.js';
import { common, isSpa, options, set } from './settings.js';
import { allowed } from './privacy.js';
import { drop, events, isFleeting, quietly, read, text, write } from './store.js';
import { alone, prolong } from './lock.js';
import { call, error, query, run } from './wire.js';
import { campaign, checkSession, ids, noteCampaign } from './device.js';
import { shape } from './shape.js';

/** How many of this page's events were sent, refused, superseded, dropped or expired; what is absent is none. */
export const stats = {};

export const count = (fate) => {
  stats[fate] = -~stats[fate];
};

let answer; // of /init, in this page
let mine = {}; // the callbacks of this page's events that wait, by the event's id
let waiting = []; // who waits for a device: [go on, give up]
let inFlight; // the id of the event that this page is sending
let isBusy;
let isWanted;
let timer;

export const init = (origin, shop, stream, success, failure, given, spa) => {
  set(origin, shop, stream, given, spa);
  const greeting = [
    () => run(success, answer || ids()),
    (why) => {
      run(failure, why);
      failure = 0;
      waiting.push(greeting);
    },
  ];
  waiting.push(greeting);
  begin();
};

/** Starts, or goes on, if it may. */
export const begin = () => {
  if (!allowed()) {
    refuse();
  } else if (common) {
    noteCampaign();
    checkSession();
    if (options.did && options.did != ids().did) {
      write('d', [options.did]);
    }
    drain();
  }
};

/** Tells those who wait for a device that there is none now. */
export const refuse = (why = error('refused')) => {
  waiting.splice(0).forEach(([, giveUp]) => giveUp(why));
  if (!allowed()) {
    mine = {};
  }
};

export const track = (event, given, callbacks) => {
  if (isSpa) {
    checkSession();
  }
  write('t', [Date.now()]);
  const id = newId();
  const members = shape(event, given);
  const body = {
    event,
    ...common,
    ...ids(),
    referer: location.href.slice(0, MAX_URL_CHARS),
    source: campaign(),
    event_id: id,
    ...(members || given),
  };
  if (body.order_id) {
    // An order's own number says more: it also tells that the page was reloaded.
    delete body.event_id;
  }
  if (body['full_' + event]) {
    supersede(event);
  }
  mine[id] = callbacks;
  write(id, [members ? '/push' : '/push/custom', body, 0]);
  bound();
  drain();
};

/** Drops the list that waits and is no longer true; unless a part of the list, or a purchase, was told of since. */
const supersede = (list) => {
  const last = events().find((id) => RegExp(list + '|purchase').test(read(id)[1].event));
  if (last && last != inFlight && read(last)[1]['full_' + list]) {
    settle(last, 'superseded', 0);
  }
};

/** Keeps as many of the newest as there is room for. */
const bound = () => {
  let chars = 0;
  events().forEach((id, i) => {
    chars += text(id).length;
    if (i >= MAX_EVENTS || chars > MAX_CHARS) {
      settle(id, 'dropped', 1);
    }
  });
};

/** The event is done with: its fate, which of its callbacks to call, and with what. */
const settle = (id, fate, which, what = which ? error(fate) : { status: 'success' }) => {
  drop(id);
  count(fate);
  run((mine[id] || [])[which], what);
  delete mine[id];
};

/** Asks, once there is a device. */
export const ask = (path, params, callbacks) => {
  const go = () =>
    call(path + query({ ...common, ...ids(), ...params })).then(([fate, what]) => run(callbacks[fate ? 1 : 0], what));
  if (ids().seance) {
    go();
  } else if (waiting.length < MAX_EVENTS) {
    waiting.push([go, (why) => run(callbacks[1], why)]);
    drain();
  } else {
    run(callbacks[1], error('dropped'));
  }
};

/** Sends what waits. Never more than one request at a time, in all tabs together, and none during a pause. */
export const drain = async () => {
  isWanted = common;
  if (!isBusy) {
    for (isBusy = 1; isWanted; ) {
      isWanted = 0;
      await alone(sendAll);
    }
    isBusy = 0;
  }
};

const sendAll = async () => {
  while (allowed()) {
    const pause = pauseLeft();
    if (pause || !navigator.onLine) {
      refuse(error('offline'));
      clearTimeout(timer);
      timer = pause && setTimeout(drain, pause);
      return;
    }
    prolong();
    if (ids().seance) {
      welcome();
      // Those that are too old, or were tried too often, are given up on the way.
      const id = events().reverse().find(isDue);
      if (!id) {
        return;
      }
      await send(id);
    } else {
      await start();
    }
  }
};

/** Asks for a device and a session. */
const start = async () => {
  const result = await call('/init' + query({ v: 3, ...common, did: ids().did, referrer: document.referrer }));
  const what = result[1];
  if (what.did && what.seance) {
    answer = what;
    write('d', [what.did, what.seance]);
    write('t', [Date.now()]);
    drop('b');
  } else {
    // Also where it was refused, for a shop may be set up by and by; and what says 200 and names no device is none of ours.
    setPause(result);
    refuse(what);
  }
};

/** Lets those go on who waited for a device. */
const welcome = () => {
  waiting.splice(0).forEach(([go]) => quietly(go));
  // What another tab has sent is gone.
  for (const id in mine) {
    if (!text(id)) {
      settle(id, 'sent', 0);
    }
  }
};

const isDue = (id) =>
  (Date.now() - timeOf(id) < MAX_AGE && read(id)[2] < MAX_TRIES) || settle(id, 'expired', 1);

const send = async (id) => {
  const [path, body, tries] = read(id);
  inFlight = id;
  const result = await call(path, complete(body));
  inFlight = 0;
  const [fate, what] = result;
  if (fate < 2) {
    drop('b');
    settle(id, fate ? 'refused' : 'sent', fate, what);
  } else {
    setPause(result);
    // It may be gone: replaced, refused by the visitor, or handed over while the page closed.
    if (text(id)) {
      write(id, [path, body, tries + 1]);
    }
  }
};

/** An event from before there was a device gets the one there is now. */
const complete = (body) => JSON.stringify({ ...ids(), ...body });

/** The page closes, or nobody looks at it any more, which on a phone may be the last one hears of it. */
export const flush = () => {
  for (const id in mine) {
    const [path, body] = read(id);
    // What can wait for the next page waits: for its device, or the end of a pause. The one in flight survives the page.
    const canWait = !isFleeting(id) && (!ids().seance || pauseLeft());
    if (path && navigator.onLine && !canWait && id != inFlight && navigator.sendBeacon(options.api + path, complete(body))) {
      settle(id, 'sent', 0);
    }
  }
};

/** No attempt for a while, in no tab, and not before Retry-After in seconds (RFC 9110, 10.2.3). */
const setPause = ([, , retryAfter]) => {
  const failures = read('b')[0] || 0;
  const backoff = Math.random() * Math.min(MAX_PAUSE, MIN_PAUSE * 2 ** failures);
  write('b', [failures + 1, Date.now() + backoff + Math.min(retryAfter * 1e3 || 0, MAX_RETRY_AFTER)]);
};

/** How long no attempt may be made, in ms; 0 where a clock that was set back would make it for ever. */
const pauseLeft = () => {
  const left = read('b')[1] - Date.now();
  return left > 0 && left < MAX_RETRY_AFTER + MAX_PAUSE ? left : 0;
};
