/*
 * weir.js: the page's side of Weir. It speaks the page API of PersonaClick (API reference, "Initialize", "Events
 * tracking" and on), and sends to the origin that it was loaded from.
 *
 *   personaclick('init', SHOP_ID, STREAM, success, failure, {cookieless, did, dnt, goals, api}, isSpa)
 *   personaclick('track', EVENT, params, success, failure)     personaclick('cart', 'get', success, failure)
 *   personaclick('recommend', CODE, params, success, failure)  personaclick('search' | 'suggest', params, success, failure)
 *   personaclick('products', params, success, failure)         personaclick('products', 'counters', ITEM, success, failure)
 *   personaclick('consent', true | false)                      personaclick.stats
 *
 * Options of our own: dnt (navigator.doNotTrack counts as a refusal), goals ({label: id} for _pgnt.variables), and api
 * (where to send instead, such as https://t.shop.example).
 *
 * What the page gets: one global (personaclick, r46, or what ?name= in the script's URL says), _pgnt where there is none,
 * and no exception ever.
 *
 * success of init is called once there is a device, with the server's answer, or {did, seance} where both were known;
 * failure, at most once, when the first attempt fails, though attempts go on. success of an event is called when it has
 * arrived (or a later full list replaced it, or the browser took it over while the page closed), failure when it has been
 * given up: meanwhile it is tried again. Questions (cart, recommend, search, suggest, products) are tried once.
 */
import { MAX_EVENTS } from './weir/bounds.js';
import { newId } from './weir/id.js';
import { common, options } from './weir/settings.js';
import { allowed, decide } from './weir/privacy.js';
import { forget, onForgotten, quietly } from './weir/store.js';
import { cancel, error, run } from './weir/wire.js';
import { ids } from './weir/device.js';
import { ask, begin, count, drain, flush, init, refuse, stats, track } from './weir/client.js';

/** Calls that came before init; beyond the bound they are dropped, and counted. */
const early = [];
const visit = newId();

/** Where the script came from. */
const script = document.currentScript;
const url = new URL((script && script.src) || location);

const withdraw = () => {
  decide(false);
  cancel();
  forget();
  refuse();
};

const calls = {
  track: (callbacks, event, params) => track(event, params, callbacks),
  cart: (callbacks) => ask('/products/cart', {}, callbacks),
  recommend: (callbacks, code, params) => ask('/recommend/' + encodeURIComponent(code), params, callbacks),
  search: (callbacks, params) => ask('/search', { type: 'full_search', ...params }, callbacks),
  suggest: (callbacks, params) => ask('/search', { type: 'instant_search', ...params }, callbacks),
  products: (callbacks, what, item) =>
    what == 'counters' ? ask('/products/counters', { item }, callbacks) : ask('/products', what, callbacks),
};

const dispatch = (call) => {
  const [method, ...args] = call;
  // Each of them may be left out, or be null: they are known by their place.
  const callbacks = args.slice(/track|recommend/.test(method) || args[0] == 'counters' ? 2 : 1);
  if (method == 'init') {
    init(url.origin, ...args);
    early.splice(0).forEach(dispatch);
  } else if (method == 'consent') {
    if (args[0]) {
      decide(true);
      begin();
    } else {
      withdraw();
    }
  } else if (!calls[method]) {
    // There is nothing of the kind, and no telling which argument would be whose callback.
  } else if (!allowed()) {
    run(callbacks[1], error('refused'));
  } else if (common) {
    calls[method](callbacks, ...args);
  } else if (early.length < MAX_EVENTS) {
    early.push(call);
  } else {
    count('dropped');
  }
};

/** What the page calls. A page must not fail because of what is said about it. */
const api = (...call) => quietly(dispatch, call);
api.stats = stats;

/** What pagent's _pgnt.variables() returns (pagent-conversions.md, 2), null where there is nothing to say. */
const variables = (label) => {
  const { did = null, seance = null } = ids();
  return {
    session_id: seance,
    user_id: did,
    visit_id: visit,
    conversion_id: (options.goals || {})[label] || null,
  };
};

quietly(() => {
  window._pgnt = window._pgnt || { variables };
  const name =
    url.searchParams.get('name') || (window.personaclick || !window.r46 ? 'personaclick' : 'r46');
  const stub = window[name] || {};
  // Where the script is there twice, the first stays.
  if (!stub.stats) {
    // The loader snippet's queue is worked off in order.
    window[name] = api;
    (stub.q || []).forEach((call) => api(...call));
  }
  addEventListener('pagehide', flush);
  addEventListener('visibilitychange', () => document.hidden && flush());
  addEventListener('pageshow', drain);
  addEventListener('online', drain);
  onForgotten(withdraw);
});
