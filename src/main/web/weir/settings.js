/** What the page said to init. */
export let options = {};
/** What every request says; undefined before init. */
export let common;
export let isSpa;
/** What all that is kept begins with. */
export let prefix;

/** @param origin where the script came from, which is where to send, unless the page says otherwise */
export const set = (origin, shop, stream, given, spa) => {
  options = { api: origin, ...given };
  isSpa = spa;
  prefix = 'weir.' + shop + '.';
  // Without cookies in the browser, cookieless is true (API reference, Setup).
  common = {
    shop_id: shop,
    stream: stream || 'web',
    cookieless: options.cookieless || !navigator.cookieEnabled || undefined,
  };
};
