import {
  CHROMIUM,
  CHROMIUM_FLAGS,
  freePorts,
  newDataFolder,
  removeData,
  siteSteps,
  stackAt,
  startStack,
  stopStack,
  weigh,
} from '@tidbok/e2e';
import { defaultConfig, desktopConfig, navigation, type Config, type Result } from 'lighthouse';
import { launch, type Browser } from 'puppeteer-core';
import { atLeast, atMost, type Figure } from '../figure.ts';
import { stepVisits, type StepVisit } from '../ground/site-visits.ts';
import { percentile } from '../measure.ts';

const workload = 'lighthouse';
const KILOBYTE = 1000;
const MOST_SCRIPT_KB = 35;
const MOST_PAGE_KB = 20;

const LEAST = {
  performance: 98,
  accessibility: 100,
  'best-practices': 100,
  seo: 95,
} as const;
type Category = keyof typeof LEAST;
const categories = Object.keys(LEAST) as Category[];

interface Screen {
  readonly name: string;
  readonly config: Config;
  /** The score for speed swings with the machine: the middle one of so many counts. */
  readonly runs: number;
}

/** A cheap phone on a slow line, as Lighthouse has them, and a desk that has time to spare. */
const phone: Screen = {
  name: 'phone',
  runs: 3,
  config: {
    ...defaultConfig,
    settings: {
      ...defaultConfig.settings,
      screenEmulation: {
        mobile: true,
        width: 360,
        height: 640,
        deviceScaleFactor: 2,
        disabled: false,
      },
    },
  },
};
const desk: Screen = {
  name: 'desk',
  runs: 1,
  config: {
    ...desktopConfig,
    settings: {
      ...desktopConfig.settings,
      screenEmulation: {
        mobile: false,
        width: 1366,
        height: 768,
        deviceScaleFactor: 1,
        disabled: false,
      },
    },
  },
};

interface Judged {
  readonly scores: Readonly<Record<Category, number>>;
  readonly scriptKb: number;
}

const scriptOf = (result: Result): number => {
  const requests = result.audits['network-requests']?.details;
  if (requests?.type !== 'table') throw new Error('Lighthouse tells no requests');
  const sizes = requests.items
    .filter(({ resourceType }) => resourceType === 'Script')
    .map(({ transferSize }) => Number(transferSize));
  return sizes.reduce((all, size) => all + size, 0) / KILOBYTE;
};

/** Says what costs a point, so that it can be mended. */
const complain = (step: string, result: Result, category: Category): void => {
  const refs = result.categories[category]?.auditRefs ?? [];
  for (const { id, weight } of refs) {
    const audit = result.audits[id];
    if (weight > 0 && audit?.score !== null && audit !== undefined && audit.score < 0.9) {
      console.log(`  ${step}, ${category}: ${audit.title} ${audit.displayValue ?? ''}`);
    }
  }
};

const judge = async (
  browser: Browser,
  config: Config,
  { step, arrive }: StepVisit,
): Promise<Judged> => {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  const flags = { onlyCategories: categories, logLevel: 'error' as const };
  const ran = await navigation(page, await arrive(page), { config, flags });
  await context.close();
  if (ran === undefined) throw new Error(`Lighthouse gave no answer for ${step}`);
  const scoreOf = (category: Category): number => {
    const score = Math.round((ran.lhr.categories[category]?.score ?? 0) * 100);
    if (score < LEAST[category]) complain(step, ran.lhr, category);
    return score;
  };
  const scores = {
    performance: scoreOf('performance'),
    accessibility: scoreOf('accessibility'),
    'best-practices': scoreOf('best-practices'),
    seo: scoreOf('seo'),
  };
  return { scores, scriptKb: scriptOf(ran.lhr) };
};

/** Speed by its middle run, what is right or wrong by its worst. */
const together = (runs: readonly Judged[]): Judged => {
  const of = (category: Category): number[] =>
    runs.map(({ scores }) => scores[category]).toSorted((a, b) => a - b);
  return {
    scores: {
      performance: percentile(of('performance'), 0.5),
      accessibility: Math.min(...of('accessibility')),
      'best-practices': Math.min(...of('best-practices')),
      seo: Math.min(...of('seo')),
    },
    scriptKb: Math.max(...runs.map(({ scriptKb }) => scriptKb)),
  };
};

const judgeScreen = async (
  browser: Browser,
  { config, runs: count }: Screen,
  visits: readonly StepVisit[],
): Promise<readonly Judged[]> => {
  const judged: Judged[] = [];
  for (const visit of visits) {
    const runs: Judged[] = [];
    for (let run = 0; run < count; run += 1) runs.push(await judge(browser, config, visit));
    judged.push(together(runs));
  }
  return judged;
};

const scoreFigures = (screen: string, judged: readonly Judged[]): Figure[] =>
  categories.map((category) => {
    const scores = judged.map((each) => each.scores[category]);
    const lowest = Math.min(...scores);
    return {
      workload,
      what: `${category}, ${screen}: the lowest of the five steps`,
      value: lowest,
      unit: '',
      beside: `in order: ${scores.join(' ')}`,
      target: atLeast(LEAST[category], lowest),
    };
  });

const sizeFigures = async (week: string, judged: readonly Judged[]): Promise<Figure[]> => {
  const script = Math.max(...judged.map(({ scriptKb }) => scriptKb));
  const page = (await weigh(week)).bytes / KILOBYTE;
  return [
    {
      workload,
      what: 'script of one step, compressed, the most (none is needed)',
      value: script,
      unit: 'kB',
      target: atMost(MOST_SCRIPT_KB, script, ' kB'),
    },
    {
      workload,
      what: 'the page of a full week, compressed',
      value: page,
      unit: 'kB',
      target: atMost(MOST_PAGE_KB, page, ' kB'),
    },
  ];
};

const measured = async (siteUrl: string): Promise<readonly Figure[]> => {
  const browser = await launch({ executablePath: CHROMIUM, args: [...CHROMIUM_FLAGS] });
  try {
    const steps = await siteSteps(siteUrl);
    const visits = stepVisits(steps);
    const figures: Figure[] = [];
    const all: Judged[] = [];
    for (const screen of [phone, desk]) {
      const judged = await judgeScreen(browser, screen, visits);
      all.push(...judged);
      figures.push(...scoreFigures(screen.name, judged));
    }
    return [...figures, ...(await sizeFigures(steps.time, all))];
  } finally {
    await browser.close();
  }
};

/** Lighthouse in a real Chromium on every step of the demo's site, as a phone and as a desk. */
export const lighthouse = async (): Promise<readonly Figure[]> => {
  const [book = 0, site = 0, client = 0] = await freePorts(3);
  const stack = stackAt(await newDataFolder(), { book, site, client });
  await startStack(stack);
  try {
    return await measured(stack.siteUrl);
  } finally {
    await stopStack(stack);
    await removeData(stack);
  }
};
