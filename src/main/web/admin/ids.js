import { byId, facts } from './dom.js';
import { count } from './format.js';

const WORTH_A_LOOK = ['forged', 'junk'];
/** Where the server's word alone does not say it. */
const NAMES = { own: 'own, validated', cookie: 'of the cookie' };

export function showIds({ ids, bots }) {
  facts(byId('id-facts'), [
    ...Object.entries(ids ?? {}).map(([label, value]) => [NAMES[label] ?? label, count(value), value > 0 && WORTH_A_LOOK.includes(label) ? 'warn-text' : '']),
    ...Object.entries(bots ?? {}).map(([label, value]) => [`bot: ${label}`, count(value)]),
  ]);
}
