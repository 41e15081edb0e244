// Numbers and times as they are read. Whatever is not known is a dash.

export const NONE = '–';

const LOCALE = 'en-US';
const whole = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });
const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

const isKnown = (value) => typeof value === 'bigint' || Number.isFinite(value);

const fixed = (value, digits) => value.toLocaleString(LOCALE, { minimumFractionDigits: digits, maximumFractionDigits: digits });

/** Three digits that count, as far as that is fractions: 0.12, 1.2, 12, 123. */
const short = (value) => (value === 0 || value >= 10 ? whole.format(value) : fixed(value, value < 1 ? 2 : 1));

export const count = (value) => (isKnown(value) ? whole.format(value) : NONE);

/** Per second; two fractional digits only of less than one. */
export const rate = (value) => (isKnown(value) ? `${value > 0 && value < 100 ? fixed(value, value < 1 ? 2 : 1) : whole.format(value)}/s` : NONE);

const tick = new Intl.NumberFormat(LOCALE, { notation: 'compact', maximumSignificantDigits: 3 });

/** At an axis: few letters, and no two values alike. */
export const ticks = (values) => values.map((value) => tick.format(value));

/** Where values stand alone, so that no line leads to or from them; null for nowhere. */
export function lonePoints(values) {
  const lone = [];
  for (let i = 0; i < values.length; i++) {
    if (values[i] != null && values[i - 1] == null && values[i + 1] == null) {
      lone.push(i);
    }
  }
  return lone.length > 0 ? lone : null;
}

/** Nothing is known of what is below zero. */
export function bytes(value) {
  if (!isKnown(value) || value < 0) {
    return NONE;
  }
  let unit = 0;
  let left = value;
  while (left >= 1024 && unit < UNITS.length - 1) {
    left /= 1024;
    unit++;
  }
  return `${unit === 0 ? whole.format(left) : short(left)} ${UNITS[unit]}`;
}

export function millis(value) {
  if (!isKnown(value)) {
    return NONE;
  }
  return value >= 10_000 ? `${short(value / 1000)} s` : `${short(value)} ms`;
}

export function micros(value) {
  if (!isKnown(value)) {
    return NONE;
  }
  return value < 1000 ? `${whole.format(value)} µs` : millis(value / 1000);
}

/** The two largest units: 3 d 4 h. */
export function age(seconds) {
  if (!isKnown(seconds)) {
    return NONE;
  }
  const all = Math.max(0, Math.floor(seconds));
  const parts = [[Math.floor(all / 86_400), 'd'], [Math.floor(all / 3600) % 24, 'h'], [Math.floor(all / 60) % 60, 'min'], [all % 60, 's']];
  const first = parts.findIndex(([value]) => value > 0);
  return first < 0 ? '0 s' : parts.slice(first, first + 2).map(([value, unit]) => `${value} ${unit}`).join(' ');
}

/** The time of day where the reader is, to the millisecond if asked. */
export function clock(time, isFine = false) {
  const date = new Date(time ?? NaN);
  if (Number.isNaN(date.getTime())) {
    return NONE;
  }
  const two = (value) => String(value).padStart(2, '0');
  const seconds = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
  return isFine ? `${seconds}.${String(date.getMilliseconds()).padStart(3, '0')}` : seconds;
}

/** Enough of an id to tell it from its neighbours. */
export const shortId = (id) => (id == null ? NONE : id.length > 10 ? `${id.slice(0, 8)}…` : id);

/** A share of a whole in percent, for a bar; never more than all of it. */
export const share = (part, whole_) => (isKnown(part) && whole_ > 0 ? Math.min(100, (100 * part) / whole_) : 0);
