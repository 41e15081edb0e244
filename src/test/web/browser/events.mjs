/* What Weir has delivered to its folder, WEIR_EVENTS. */
import { readFileSync, readdirSync } from 'node:fs';
import { until } from './until.mjs';

const FOLDER = process.env.WEIR_EVENTS;
const WEIR = process.env.WEIR_URL;
const SHOP_ID = '0d42fd8b713d0752776ca589cc0056';
let fences = 0;

export function delivered() {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.ndjson'))
    .sort()
    .flatMap((name) => whole(readFileSync(`${FOLDER}/${name}`, 'utf8')))
    .map((line) => JSON.parse(line));
}

/** The last line may be half written. */
const whole = (text) => text.slice(0, text.lastIndexOf('\n') + 1).split('\n').filter(Boolean);

/** Of this device, without the starts of its sessions. */
export const of = (did) => delivered().filter((event) => event.did === did && event.type !== 'session-start');

/** The body of the request that an event came with. */
export const said = ({ raw }) => JSON.parse(raw.body);

/** Waits for all that Weir has accepted so far: the file has it in order, so that it has it when it has one more event. */
export async function fence() {
  const did = `fence-${process.pid}-${++fences}`;
  await push({ event: 'fence', did });
  await until('the fence', () => of(did).length === 1);
}

/** An event told to Weir itself, past the proxy. */
export async function push(body, path = '/push/custom') {
  const answer = await fetch(WEIR + path, { method: 'POST', body: JSON.stringify({ ...body, shop_id: SHOP_ID }) });
  if (!answer.ok) {
    throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  }
}

/** The events of this device, once there are so many, and whatever else was accepted with them. */
export async function eventsOf(did, count) {
  await until(`${count} events`, () => of(did).length >= count);
  await fence();
  return of(did);
}
