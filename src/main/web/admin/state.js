import { announce, byId, say, set } from './dom.js';
import { age, clock } from './format.js';

/** @returns [what is to be said in the badge, its style]; without a page */
export function standing({ state, checks, sinks }) {
  const failing = Object.entries(checks ?? {}).filter(([, holds]) => !holds).map(([name]) => name);
  const paused = (sinks ?? []).filter((sink) => sink.paused).map(({ name }) => name);
  const parts = [state === 'not-ready' ? `not ready: ${failing.join(', ') || 'why is not known'}` : String(state)];
  if (paused.length > 0) {
    parts.push(`paused: ${paused.join(', ')}`);
  }
  return [parts.join('; '), state !== 'ready' ? 'bad' : paused.length > 0 ? 'warn' : 'good'];
}

export function showState(status) {
  const [text, style] = standing(status);
  say(byId('state'), text);
  set(byId('state'), 'class', `badge ${style}`);
  document.title = style === 'good' ? 'Weir' : `Weir: ${text}`;
  const { config, version, startedAt, time, role } = status;
  const uptime = (Date.parse(time) - Date.parse(startedAt)) / 1000;
  const parts = [version, `up ${age(uptime)}`, config && `config ${config.source} of ${clock(config.loadedAt)}`, role && `you may ${role}`];
  say(byId('facts'), parts.filter(Boolean).join(' · '));
  announce(byId('refused-config'), config?.refused ? `The changed config is refused, and the one before is in use: ${config.refused}` : '');
}

/** That there is no answer, since when, and why. */
export function showSilence(since, now, reason) {
  const from = since === null ? 'No answer yet' : `No answer since ${clock(since)} (${age((now - since) / 1000)})`;
  announce(byId('silence'), `${from}: ${reason}. What is below may have changed.`);
  say(byId('state'), 'no answer');
  set(byId('state'), 'class', 'badge bad');
  document.title = 'Weir: no answer';
}

export const showAnswer = () => announce(byId('silence'), '');

