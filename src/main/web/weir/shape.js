const LISTS = /^(view|(remove_from_)?cart|(remove_)?wish)$/;

const asObject = (given, name) => (Object(given) === given ? given : { [name]: given });

const asItem = (given) => asObject(given, 'id');

/** An item, and what the event says of how it was found. */
const oneItem = ({ recommended_by, recommended_code, ...item }) => ({
  items: [item],
  recommended_by,
  recommended_code,
});

/** Of a whole list; an empty one is said by leaving the items out (tracking page, cart cleaning). */
const allItems = (event, items) => ({ ['full_' + event]: true, items: items[0] && items.map(asItem) });

const ofOrder = ({ products, order, ...rest }) => ({ items: products, order_id: order, ...rest });

/** What a track call means on the wire: the members of the body, or undefined for an event of the shop's own. */
export const shape = (event, given) =>
  LISTS.test(event)
    ? Array.isArray(given)
      ? allItems(event, given)
      : oneItem(asItem(given))
    : event == 'category'
      ? asObject(given, 'category_id')
      : event == 'search'
        ? asObject(given, 'search_query')
        : event == 'purchase'
          ? ofOrder(given)
          : undefined;
