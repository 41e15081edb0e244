// The shop's goods. Pictures are drawn by path data, so that the page needs no other server.

export const CATEGORIES = [
  { id: '10', name: 'On the water' },
  { id: '20', name: 'On the bank' },
  { id: '30', name: 'Around the fire' },
];

export const PRODUCTS = [
  { id: '100500', name: 'Cedar canoe', price: 1290, category: '10', hue: 28, note: 'Five metres of western red cedar. Carries two, and their dog.', art: 'M6 52c10 12 78 12 88 0-8 26-80 26-88 0zM20 57l60 0M50 56v8' },
  { id: '100501', name: 'Ash paddle', price: 89, category: '10', hue: 90, note: 'Beavertail blade, oiled by hand, quiet in the water.', art: 'M50 8v52M44 8h12M42 60c0-6 16-6 16 0v20c0 14-16 14-16 0z' },
  { id: '100502', name: 'Dry bag, 20 l', price: 34, category: '10', hue: 200, note: 'Rolls shut three times, and then not a drop gets in.', art: 'M30 30h40v54H30zM30 30c0-10 8-12 20-12s20 2 20 12M30 40h40M44 18h12' },
  { id: '100503', name: 'Wading boots', price: 149, category: '20', hue: 160, note: 'Felt soles for mossy stones. Dry by morning.', art: 'M34 14h22v42c0 6 26 8 26 18v8H34zM34 70h48M34 26h22' },
  { id: '100504', name: 'Brass lantern', price: 64, category: '20', hue: 45, note: 'Burns ten hours on one filling, and looks well on any table.', art: 'M36 38h28l4 36H32zM40 38c0-16 20-16 20 0M50 22v-8M28 82h44M50 46c-8 10-6 20 0 20s8-10 0-20z' },
  { id: '100505', name: 'Wool blanket', price: 118, category: '20', hue: 350, note: 'Two kilos of Shetland wool, woven a valley away.', art: 'M18 28h64v48H18zM18 40h64M18 46h64M18 62h64M24 76v8M36 76v8M50 76v8M64 76v8M76 76v8' },
  { id: '100506', name: 'Enamel kettle', price: 42, category: '30', hue: 215, note: 'Whistles for tea. Does not mind soot.', art: 'M28 44h44l6 36H22zM40 44c0-10 20-10 20 0M74 52l14-10M30 44c0-30 40-30 40 0M50 34v-4' },
  { id: '100507', name: 'Iron skillet', price: 56, category: '30', hue: 15, note: 'Heavy, black, and good for another hundred years.', art: 'M12 50a26 20 0 1 0 52 0 26 20 0 1 0-52 0M20 50a18 13 0 1 0 36 0 18 13 0 1 0-36 0M64 48l28-8v8l-28 8' },
  { id: '100508', name: 'Folding saw', price: 38, category: '30', hue: 120, note: 'Cuts a wrist-thick branch in a minute, then folds away.', art: 'M12 60h34l8 8H20zM46 60l42-28 2 10-36 26M58 54l4 6M66 49l4 6M74 44l4 6' },
];

export const productOf = (id) => PRODUCTS.find((product) => product.id === id);

export const money = (amount) => new Intl.NumberFormat('en', { style: 'currency', currency: 'EUR' }).format(amount);

/** The picture of a product, as an element. */
export function picture(product) {
  const namespace = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(namespace, 'svg');
  svg.setAttribute('viewBox', '0 0 100 100');
  svg.setAttribute('class', 'picture');
  svg.setAttribute('aria-hidden', 'true');
  svg.style.setProperty('--hue', product.hue);
  const path = document.createElementNS(namespace, 'path');
  path.setAttribute('d', product.art);
  svg.append(path);
  return svg;
}
