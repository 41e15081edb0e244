// The shop's own memory of the cart and the wishes. It belongs to the shop, not to the tracking, and outlives a reload.

const KEY = 'riverside';

const kept = read();
const listeners = [];

/** Product id to amount. */
export const cart = new Map(kept.cart);
export const wishes = new Set(kept.wishes);

export const onChange = (listener) => listeners.push(listener);

export function changed() {
  try {
    localStorage.setItem(KEY, JSON.stringify({ cart: [...cart], wishes: [...wishes] }));
  } catch {
    // Without storage the cart lasts as long as the page.
  }
  listeners.forEach((listener) => listener());
}

export const pieces = () => [...cart.values()].reduce((sum, amount) => sum + amount, 0);

function read() {
  try {
    const stored = JSON.parse(localStorage.getItem(KEY)) || {};
    return { cart: stored.cart || [], wishes: stored.wishes || [] };
  } catch {
    return { cart: [], wishes: [] };
  }
}
