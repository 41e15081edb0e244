// All that the server says goes into the page as text. Nothing is written that has not changed, so that nothing moves.

export const byId = (id) => document.getElementById(id);

/** An element with attributes, and with children or texts in it. Attributes that are null or false are left out. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'onclick') {
      element.addEventListener('click', value);
    } else if (value != null && value !== false) {
      element.setAttribute(name, value === true ? '' : value);
    }
  }
  element.append(...children);
  return element;
}

export function say(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

export function set(element, name, value) {
  if (value == null || value === false) {
    element.removeAttribute(name);
  } else if (element.getAttribute(name) !== String(value)) {
    element.setAttribute(name, value === true ? '' : value);
  }
}

/** Says it, and shows it only if there is something to say. */
export function announce(element, text) {
  say(element, text);
  element.hidden = !text;
}

/**
 * Keeps one child per thing, in their order; those that are there stay, and so does the focus in them.
 *
 * @param create makes a child for a thing; its `update` is called with the thing each time
 */
export function each(parent, things, key, create) {
  parent.kept ??= new Map();
  const before = parent.kept;
  const now = new Map();
  let at = parent.firstElementChild;
  for (const thing of things) {
    const name = key(thing);
    const child = before.get(name) ?? create(thing);
    now.set(name, child);
    if (child === at) {
      at = at.nextElementSibling;
    } else {
      parent.insertBefore(child, at);
    }
    child.update(thing);
  }
  for (const [name, child] of before) {
    if (!now.has(name)) {
      child.remove();
    }
  }
  parent.kept = now;
}

/** A list of names and what is said of them: [[name, text, style]]. */
export function facts(list, entries) {
  each(list, entries, ([name]) => name, ([name]) => {
    const said = make('dd');
    const pair = make('div', {}, make('dt', {}, name), said);
    pair.update = ([, text, style = '']) => {
      say(said, text);
      set(said, 'class', style || null);
    };
    return pair;
  });
}
