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

/** @returns whether it is to be done */
export function confirmed(title, text, yes) {
  const dialog = byId('confirm');
  const [go] = dialog.querySelectorAll('button');
  say(byId('confirm-title'), title);
  say(byId('confirm-text'), text);
  say(go, yes);
  dialog.returnValue = 'no';
  dialog.showModal();
  return new Promise((resolve) => {
    const buttons = [...dialog.querySelectorAll('button')];
    const choose = (event) => dialog.close(event.currentTarget.value);
    buttons.forEach((button) => button.addEventListener('click', choose));
    dialog.addEventListener('close', () => {
      buttons.forEach((button) => button.removeEventListener('click', choose));
      resolve(dialog.returnValue === 'yes');
    }, { once: true });
  });
}
