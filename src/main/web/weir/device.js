import { CAMPAIGN, SESSION_IDLE } from './bounds.js';
import { read, write } from './store.js';

/** Who it is, undefined where that is not known; seance and sid are two names of one thing (wire-facts 1.4). */
export const ids = () => {
  const [did, seance] = read('d');
  return { did, seance, sid: seance };
};

/** Ends a session that has been idle; the device remains. */
export const checkSession = () => {
  const { did, seance } = ids();
  if (seance && !(Date.now() - read('t')[0] < SESSION_IDLE)) {
    write('d', [did]);
  }
};

/** Remembers the campaign that the page's URL tells of; a new one replaces an old one, and lasts anew. */
export const noteCampaign = () => {
  const search = new URLSearchParams(location.search);
  const from = search.get('recommended_by');
  const code = search.get('bulk_code') || search.get('personaclick_mail_code');
  if (from && code) {
    write('s', [Date.now(), from, code]);
  }
};

/** The campaign as the tracking page spells it, a JSON text, or undefined. */
export const campaign = () => {
  const [since, from, code] = read('s');
  return Date.now() - since < CAMPAIGN ? JSON.stringify({ from, code }) : undefined;
};
