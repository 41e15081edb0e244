import { options } from './settings.js';

let decision;

/** What the visitor told the page; it is remembered no longer than the page, for a refusal must not be stored either. */
export const decide = (given) => {
  decision = given;
};

/**
 * Whether anything may be stored or sent. What the visitor told the page goes before what the browser says for all pages
 * (Global Privacy Control, Do Not Track). Without it, nothing at all is allowed: no event, no question, not even /init.
 */
export const allowed = () =>
  decision === undefined
    ? !navigator.globalPrivacyControl && !(options.dnt && navigator.doNotTrack == 1)
    : decision;
