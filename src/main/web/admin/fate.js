/** All that is known of a fate, in a few words. */
export function fateText({ fate, time, by, ...more }) {
  const parts = [by ? `${fate} by ${by}` : String(fate)];
  for (const [name, value] of Object.entries(more)) {
    parts.push(name === 'reason' || name === 'detail' ? String(value) : `${name} ${value}`);
  }
  return parts.join(', ') + (time ? ` (${time})` : '');
}
