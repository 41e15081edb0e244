// The shop: a page for each address behind the #. Every step a visitor takes is told to personaclick(), as any shop would.
import { CATEGORIES, PRODUCTS, money, picture, productOf } from './goods.js';
import { cart, changed, onChange, pieces, wishes } from './basket.js';

const TOAST_MILLIS = 4000;
let toastTimer;

const main = document.getElementById('main');
const track = (...args) => window.personaclick('track', ...args);

const PAGES = {
  '': home,
  category,
  product,
  search,
  cart: cartPage,
  wish: wishPage,
  checkout,
  thanks,
};

addEventListener('hashchange', () => show(true));
onChange(counts);
document.querySelector('.search').addEventListener('submit', (event) => {
  event.preventDefault();
  const query = event.target.query.value.trim();
  if (query) {
    location.hash = '#/search/' + encodeURIComponent(query);
  }
});
categories();
counts();
show(false);

function show(isMove) {
  const [name = '', argument = ''] = location.hash.replace(/^#\/?/, '').split('/');
  const page = PAGES[name] || home;
  main.replaceChildren(...page(decoded(argument)));
  document.querySelectorAll('#categories a').forEach((link) => {
    if (link.hash === location.hash) {
      link.setAttribute('aria-current', 'page');
    } else {
      link.removeAttribute('aria-current');
    }
  });
  if (isMove) {
    scrollTo(0, 0);
    main.focus({ preventScroll: true });
  }
}

function home() {
  return [
    element('div', { class: 'hero' }, [
      element('h1', {}, 'Things for a day at the river'),
      element('p', {}, 'A shop that sells nothing, and tracks everything you do: look at a product, fill the cart, check out, and watch what becomes of each beacon.'),
    ]),
    grid(PRODUCTS),
  ];
}

function category(id) {
  const found = CATEGORIES.find((each) => each.id === id);
  if (!found) {
    return nothing('There is no such category.');
  }
  track('category', id);
  return [element('h1', {}, found.name), grid(PRODUCTS.filter((each) => each.category === id))];
}

function product(id) {
  const found = productOf(id);
  if (!found) {
    return nothing('There is no such product.');
  }
  track('view', { id, price: found.price, name: found.name, categories: [found.category] });
  return [
    element('article', { class: 'product' }, [
      picture(found),
      element('div', {}, [
        element('h1', {}, found.name),
        element('p', { class: 'price' }, money(found.price)),
        element('p', {}, found.note),
        element('div', { class: 'actions' }, [addButton(found), wishButton(found)]),
      ]),
    ]),
    element('h2', {}, 'Others looked at'),
    grid(PRODUCTS.filter((each) => each.category === found.category && each.id !== id)),
  ];
}

function search(query) {
  track('search', query);
  const words = query.toLowerCase().split(/\s+/);
  const found = PRODUCTS.filter((each) => words.every((word) => (each.name + ' ' + each.note).toLowerCase().includes(word)));
  return [
    element('h1', {}, `${found.length} ${found.length === 1 ? 'product' : 'products'} for “${query}”`),
    found.length ? grid(found) : element('p', {}, 'Try “boots”, “wool” or “tea”.'),
  ];
}

function cartPage() {
  if (cart.size === 0) {
    return nothing('Your cart is empty.');
  }
  return [
    element('h1', {}, 'Your cart'),
    element('ul', { class: 'lines' }, [...cart].map(([id, amount]) => cartLine(productOf(id), amount))),
    element('p', { class: 'total' }, ['Together ', element('strong', {}, money(total()))]),
    element('div', { class: 'actions' }, [
      element('a', { class: 'button', href: '#/checkout' }, 'Check out'),
      button('Empty the cart', 'quiet', () => {
        cart.clear();
        syncCart();
        refresh('The cart is empty.');
      }),
    ]),
  ];
}

function cartLine(item, amount) {
  const step = (by) => () => {
    cart.set(item.id, Math.min(99, amount + by));
    if (cart.get(item.id) < 1) {
      cart.delete(item.id);
      track('remove_from_cart', item.id);
      changed();
    } else {
      syncCart();
    }
    refresh(`${item.name}: ${cart.get(item.id) || 0}`);
  };
  return element('li', {}, [
    picture(item),
    element('a', { href: '#/product/' + item.id }, item.name),
    element('span', { class: 'amount' }, [
      button('−', 'step', step(-1), `One ${item.name} less`),
      element('span', {}, String(amount)),
      button('+', 'step', step(1), `One ${item.name} more`),
    ]),
    element('span', { class: 'price' }, money(item.price * amount)),
  ]);
}

function wishPage() {
  return wishes.size === 0
    ? nothing('You wish for nothing so far.')
    : [element('h1', {}, 'Your wishes'), grid([...wishes].map(productOf))];
}

function checkout() {
  if (cart.size === 0) {
    return nothing('Your cart is empty.');
  }
  const form = element('form', { class: 'checkout' }, [
    element('label', {}, ['Name', element('input', { name: 'name', required: '', autocomplete: 'name', value: 'Robin Ford' })]),
    element('label', {}, ['E-mail', element('input', { name: 'email', type: 'email', required: '', autocomplete: 'email', value: 'robin@example.com' })]),
    element('p', { class: 'total' }, ['To pay ', element('strong', {}, money(total()))]),
    element('button', { class: 'button', type: 'submit' }, 'Buy (nothing is charged)'),
  ]);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const order = 'R' + Date.now().toString(36).toUpperCase();
    track('purchase', {
      products: [...cart].map(([id, amount]) => ({ id, amount, price: productOf(id).price })),
      order,
      order_price: total(),
      email: form.email.value,
    });
    cart.clear();
    changed();
    location.hash = '#/thanks/' + order;
  });
  return [element('h1', {}, 'Check out'), form];
}

function thanks(order) {
  return [
    element('h1', {}, 'Thank you'),
    element('p', {}, `Your order ${order} is on its way, in so far as anything here is.`),
    element('a', { class: 'button', href: '#/' }, 'Back to the river'),
  ];
}

function grid(products) {
  return element('ul', { class: 'grid' }, products.map((each) =>
    element('li', { class: 'card' }, [
      element('a', { href: '#/product/' + each.id }, [picture(each), element('span', { class: 'name' }, each.name)]),
      element('span', { class: 'price' }, money(each.price)),
      element('div', { class: 'actions' }, [addButton(each), wishButton(each)]),
    ])));
}

function addButton(item) {
  return button('Add to cart', '', () => {
    cart.set(item.id, Math.min(99, (cart.get(item.id) || 0) + 1));
    if (cart.get(item.id) === 1) {
      track('cart', { id: item.id, amount: 1, price: item.price });
      changed();
    } else {
      syncCart();
    }
    toast(`${item.name} is in the cart.`);
  }, `Add ${item.name} to the cart`);
}

function wishButton(item) {
  const wish = button('♥', 'quiet wish', () => {
    const isWished = !wishes.delete(item.id);
    if (isWished) {
      wishes.add(item.id);
    }
    track(isWished ? 'wish' : 'remove_wish', item.id);
    wish.setAttribute('aria-pressed', String(isWished));
    changed();
    toast(isWished ? `You wish for: ${item.name}.` : `No longer wished for: ${item.name}.`);
  }, `Wish for ${item.name}`);
  wish.setAttribute('aria-pressed', String(wishes.has(item.id)));
  return wish;
}

/** Many shops send the whole cart on every change: of those that wait, the latest is enough, and Weir knows it. */
function syncCart() {
  track('cart', [...cart].map(([id, amount]) => ({ id, amount, price: productOf(id).price })));
  changed();
}

/** Shows the page anew; who uses a keyboard stays at the button that was pressed, if it is still there. */
function refresh(word) {
  const pressed = document.activeElement.getAttribute('aria-label');
  toast(word);
  show(false);
  const again = pressed && main.querySelector(`[aria-label="${CSS.escape(pressed)}"]`);
  (again || main).focus({ preventScroll: true });
}

function categories() {
  document.getElementById('categories').replaceChildren(
    ...CATEGORIES.map((each) => element('a', { href: '#/category/' + each.id }, each.name)));
}

function counts() {
  document.getElementById('cart-count').textContent = pieces();
  document.getElementById('wish-count').textContent = wishes.size;
}

function total() {
  return [...cart].reduce((sum, [id, amount]) => sum + productOf(id).price * amount, 0);
}

function nothing(word) {
  return [element('h1', {}, word), element('a', { class: 'button', href: '#/' }, 'See all products')];
}

function toast(word) {
  const line = document.getElementById('toast');
  line.textContent = word;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => (line.textContent = ''), TOAST_MILLIS);
}

function button(text, style, onClick, label) {
  const made = element('button', { type: 'button', class: style }, text);
  if (label) {
    made.setAttribute('aria-label', label);
  }
  made.addEventListener('click', onClick);
  return made;
}

function element(name, attributes, content = []) {
  const made = document.createElement(name);
  Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
  made.append(...[content].flat());
  return made;
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
