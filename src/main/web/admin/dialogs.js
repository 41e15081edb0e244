import { byId, say } from './dom.js';

/** A dialog that is closed by its button, by Escape, and by a click beside it. The focus goes back to where it was. */
export function drawer(id, onClose = () => {}) {
  const dialog = byId(id);
  dialog.querySelector('[data-close]').addEventListener('click', () => dialog.close());
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog && isBeside(dialog, event)) {
      dialog.close();
    }
  });
  dialog.addEventListener('close', onClose);
  return dialog;
}

function isBeside(dialog, { clientX, clientY }) {
  const { left, right, top, bottom } = dialog.getBoundingClientRect();
  return clientX < left || clientX > right || clientY < top || clientY > bottom;
}

/** Answers the question that is open; there is one at most. */
let settle = null;

/** @returns whether it is to be done */
export function confirmed(title, text, yes) {
  const dialog = byId('confirm');
  const [go, not] = dialog.querySelectorAll('button');
  answer(dialog, false);
  say(byId('confirm-title'), title);
  say(byId('confirm-text'), text);
  say(go, yes);
  go.onclick = () => answer(dialog, true);
  not.onclick = () => answer(dialog, false);
  // By Escape. It is told late: perhaps of a question before the one that is open now.
  dialog.onclose = () => dialog.open || answer(dialog, false);
  dialog.showModal();
  // Not by autofocus, which a browser also tries when the page comes, where something else may have the focus.
  not.focus();
  return new Promise((resolve) => {
    settle = resolve;
  });
}

function answer(dialog, isYes) {
  dialog.close();
  settle?.(isYes);
  settle = null;
}
