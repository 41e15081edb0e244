import uPlot from 'uplot';
import { announce, byId, make } from './dom.js';
import { clock, count, lonePoints, millis, rate, ticks } from './format.js';

const HEIGHT = 190;
const AXIS_WIDTH = 56;

/** What is drawn; colours are those of the page's style. */
const PLOTS = [
  {
    title: 'Events in, per second',
    lines: [['accepted', 'accepted', '--good', rate], ['rejected', 'rejected', '--bad', rate]],
  },
  {
    title: 'Delivered per second, and pending',
    lines: [['delivered', 'delivered', '--river', rate], ['pending', 'pending', '--warn', count, 'pending']],
  },
  {
    title: 'Time to make an event durable, p99',
    lines: [['append', 'appendP99Millis', '--river', millis], ['fsync', 'fsyncP99Millis', '--warn', millis]],
  },
];

/** The last hour. Cursors go together. */
export class Charts {
  #port;
  #plots = [];
  #history = null;
  #askedAt = -Infinity;
  #isAsking = false;

  constructor(port) {
    this.#port = port;
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.#rebuild());
    new ResizeObserver(() => this.#resize()).observe(byId('plots'));
  }

  /** Asks for what has become of the last hour, at most once a step. */
  async refresh(now) {
    const stepMillis = 1000 * (this.#history?.stepSeconds ?? 10);
    if (this.#isAsking || now - this.#askedAt < stepMillis) {
      return;
    }
    this.#isAsking = true;
    this.#askedAt = now;
    try {
      this.#history = await this.#port.get('/api/history');
      announce(byId('charts-fault'), '');
      this.#draw();
    } catch (error) {
      announce(byId('charts-fault'), `The last hour cannot be shown: ${error.message}`);
    } finally {
      this.#isAsking = false;
    }
  }

  close() {
    this.#history = null;
    this.#askedAt = -Infinity;
    this.#plots.forEach(({ plot }) => plot.destroy());
    this.#plots = [];
    byId('plots').replaceChildren();
  }

  #draw() {
    if (this.#plots.length === 0) {
      this.#plots = PLOTS.map((each) => this.#plot(each));
    }
    for (const { plot, lines } of this.#plots) {
      plot.setData(columns(this.#history, lines));
    }
  }

  #rebuild() {
    const history = this.#history;
    if (history) {
      this.close();
      this.#history = history;
      this.#draw();
    }
  }

  #resize() {
    for (const { plot, frame } of this.#plots) {
      const width = frame.clientWidth;
      if (width > 0 && width !== plot.width) {
        plot.setSize({ width, height: HEIGHT });
      }
    }
  }

  #plot({ title, lines }) {
    const frame = make('div');
    byId('plots').append(make('figure', { class: 'card' }, make('figcaption', {}, title), frame));
    const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    const axis = { stroke: colour('--soft'), grid: { stroke: colour('--line'), width: 1 }, ticks: { stroke: colour('--line') }, font: '12px system-ui, sans-serif' };
    const second = lines.find(([, , , , scale]) => scale);
    const plot = new uPlot({
      width: Math.max(200, frame.clientWidth),
      height: HEIGHT,
      cursor: { sync: { key: 'weir' }, drag: { x: false, y: false } },
      legend: { live: true, isolate: false },
      scales: { x: { time: true, range: upToNow }, y: { range: fromZero }, pending: { range: fromZero } },
      axes: [{ ...axis, values: (self, values) => values.map((value) => clock(value * 1000).slice(0, 5)) }, { ...axis, size: AXIS_WIDTH, values: compact }, ...(second ? [{ ...axis, scale: second[4], side: 1, size: AXIS_WIDTH, grid: { show: false }, incrs: WHOLE_STEPS, values: compact }] : [])],
      series: [
        { label: 'at', value: (self, value) => (value == null ? 'now' : clock(value * 1000)) },
        ...lines.map(([label, , name, format, scale], i) => ({
          label, stroke: colour(name), width: 2, dash: i > 0 ? [6, 3] : undefined, scale: scale ?? 'y', points: { show: false, size: 5, filter: (self, index) => lonePoints(self.data[index]) },
          value: (self, value, series) => format(value ?? latest(self.data[series])),
        })),
      ],
    }, [[], ...lines.map(() => [])], frame);
    return { plot, frame, lines };
  }
}

/** uPlot's form: times in seconds, then each line. */
export function columns({ from, stepSeconds, series }, lines) {
  const length = Math.max(0, ...Object.values(series).map((values) => values.length));
  const start = Date.parse(from) / 1000;
  return [
    Array.from({ length }, (unused, i) => start + i * stepSeconds),
    ...lines.map(([, name]) => Array.from({ length }, (unused, i) => series[name]?.[i] ?? null)),
  ];
}

/** Five minutes at least, so that the first points are not spread over days. */
const upToNow = (self, first, last) => (last == null ? [0, 300] : [Math.min(first, last - 300), last]);

const fromZero = (self, least, most) => [0, most > 0 ? most * 1.1 : 1];

const compact = (self, values) => ticks(values);

/** Steps of an axis that counts things, of which there are no halves. */
const WHOLE_STEPS = Array.from({ length: 16 }, (unused, power) => [1, 2, 5].map((first) => first * 10 ** power)).flat();

function latest(values) {
  for (let i = values.length - 1; i >= 0; i--) {
    if (values[i] != null) {
      return values[i];
    }
  }
  return null;
}
