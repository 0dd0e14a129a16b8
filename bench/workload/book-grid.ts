import { openBrowser, visitor } from '@tidbok/e2e';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { atMost, type Figure } from '../figure.ts';
import { startGridPages, type GridPages } from '../ground/grid-pages.ts';
import { CHAIRS, VISITS_A_CHAIR } from '../ground/crowded-day.ts';
import { percentile } from '../measure.ts';

const DRAWS = 3;
const UPDATES = 12;
const SCROLL_FRAMES = 60;
/** A frame that takes longer than two at 60 a second is seen as a stutter. */
const STUTTER_MS = 34;

interface Drawn {
  /** Until what is in sight has been drawn. */
  readonly draw: number;
  /** Until all nine hundred are there; ours draws those out of sight in turns. */
  readonly whole: number;
  readonly updates: readonly number[];
  readonly frames: readonly number[];
}

interface Looked {
  readonly page: Page;
  readonly session: CDPSession;
}

/**
 * Milliseconds that the page's main thread has worked: script, style, layout, paint. Its own
 * time, so that other work on the machine is not counted.
 */
const worked = async (session: CDPSession): Promise<number> => {
  const { metrics } = await session.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1000;
};

const TWO_FRAMES =
  'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))';

/** The main thread's work for one act, until what it did has been drawn. */
const workOf = async ({ page, session }: Looked, act: string): Promise<number> => {
  await page.evaluate(TWO_FRAMES);
  const before = await worked(session);
  await page.evaluate(`(async () => { await ${act}; await ${TWO_FRAMES}; })()`);
  return (await worked(session)) - before;
};

/** How long each frame takes while the day is scrolled from side to side and up and down. */
const SCROLL = `new Promise((done) => {
  const scroller = window.scroller();
  const frames = [];
  let last = performance.now();
  let left = ${String(SCROLL_FRAMES)};
  const step = () => {
    const now = performance.now();
    frames.push(now - last);
    last = now;
    scroller.scrollLeft += 60;
    scroller.scrollTop += left % 2 === 0 ? 12 : -12;
    left -= 1;
    if (left > 0) requestAnimationFrame(step);
    else done(frames);
  };
  requestAnimationFrame(step);
})`;

const look = async (browser: Browser, pages: GridPages, name: string): Promise<Drawn> => {
  const context = await visitor(browser, { javaScript: true });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  pages.more = 0;
  await page.goto(`${pages.url}/${name}.html`);
  await page.waitForFunction('window.ready === true');
  const before = await worked(session);
  const draw = await workOf({ page, session }, 'window.draw()');
  await page.waitForFunction(`window.drawn() >= ${String(CHAIRS * VISITS_A_CHAIR)}`);
  await page.evaluate(TWO_FRAMES);
  const whole = (await worked(session)) - before;
  const updates: number[] = [];
  for (let round = 0; round < UPDATES; round += 1) {
    pages.more += 1;
    updates.push(await workOf({ page, session }, 'window.update()'));
  }
  const frames = await page.evaluate<number[]>(SCROLL);
  await context.close();
  return { draw, whole, updates, frames: frames.slice(1) };
};

const sorted = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);

const several = async (browser: Browser, pages: GridPages, name: string) => {
  const rounds: Drawn[] = [];
  // The first is not counted: the browser warms up.
  for (let round = 0; round <= DRAWS; round += 1) rounds.push(await look(browser, pages, name));
  const counted = rounds.slice(1);
  const frames = sorted(counted.flatMap((round) => round.frames));
  return {
    draw: percentile(sorted(counted.map(({ draw }) => draw)), 0.5),
    whole: percentile(sorted(counted.map(({ whole }) => whole)), 0.5),
    update: percentile(sorted(counted.flatMap(({ updates }) => updates)), 0.5),
    frame: percentile(frames, 0.99),
    stutters: (100 * frames.filter((frame) => frame > STUTTER_MS).length) / frames.length,
  };
};

/** Fifty chairs, nine hundred visits: the book's grid in Chromium beside a calendar library. */
export const bookGrid = async (): Promise<readonly Figure[]> => {
  const pages = await startGridPages();
  const browser = await openBrowser();
  try {
    const ours = await several(browser, pages, 'ours');
    const theirs = await several(browser, pages, 'theirs');
    const beside = (value: number, unit: string): string =>
      `@event-calendar/core: ${value.toFixed(1)} ${unit}`;
    const workload = 'book-grid';
    return [
      {
        workload,
        what: '50 chairs, 900 bookings: main thread until what is in sight is drawn, p50',
        value: ours.draw,
        unit: 'ms',
        beside: beside(theirs.draw, 'ms'),
        target: atMost(200, ours.draw, ' ms'),
      },
      {
        workload,
        what: 'the same, until all is drawn (in turns), p50',
        value: ours.whole,
        unit: 'ms',
        beside: beside(theirs.whole, 'ms'),
        target: atMost(200, ours.whole, ' ms'),
      },
      {
        workload,
        what: 'one booking more: main thread to read and show it, p50',
        value: ours.update,
        unit: 'ms',
        beside: beside(theirs.update, 'ms'),
        target: atMost(16, ours.update, ' ms'),
      },
      {
        workload,
        what: 'scrolling, frame, p99',
        value: ours.frame,
        unit: 'ms',
        beside: beside(theirs.frame, 'ms'),
        target: atMost(STUTTER_MS, ours.frame, ' ms'),
      },
      {
        workload,
        what: `scrolling, frames over ${String(STUTTER_MS)} ms`,
        value: ours.stutters,
        unit: '%',
        beside: beside(theirs.stutters, '%'),
      },
    ];
  } finally {
    await browser.close();
    await pages.stop();
  }
};
