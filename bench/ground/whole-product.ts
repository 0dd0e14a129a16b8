import {
  createToken,
  dateAfter,
  freePorts,
  newDataFolder,
  openWorld,
  removeData,
  stackAt,
  startStack,
  stopStack,
  type SiteTime,
  type Stack,
  type World,
} from '@tidbok/e2e';
import { spareIdentityNumbers } from '@tidbok/cli/demo';
import { Random } from '@tidbok/sim/random';

/** What `npm start` starts, on its own ports and data, with weeks of four chairs published. */
export interface WholeProduct {
  readonly stack: Stack;
  readonly token: string;
  readonly world: World;
  /** Every time that was published, spread over chairs. */
  readonly times: readonly OpenTime[];
  readonly stop: () => Promise<void>;
}

export interface OpenTime extends SiteTime {
  readonly clinicId: string;
}

/** Of the site's answers about times: so many days at once. */
const DAYS_AT_ONCE = 56;

const timesOf = async ({ site, columns, days, templateId }: World): Promise<OpenTime[]> => {
  const [first = '', last = ''] = [days[0], days.at(-1)];
  const byColumn: OpenTime[][] = [];
  for (const { clinicId, practitionerId } of columns) {
    const all: OpenTime[] = [];
    for (let from = first; from <= last; from = dateAfter(from, DAYS_AT_ONCE)) {
      const to = dateAfter(from, DAYS_AT_ONCE - 1);
      const query = { clinicId, practitionerId, templateId, from, to: to < last ? to : last };
      all.push(...(await site.times(query)).map((time) => ({ ...time, clinicId })));
    }
    byColumn.push(all);
  }
  const most = Math.max(...byColumn.map(({ length }) => length));
  return Array.from({ length: most }, (_, index) =>
    byColumn.flatMap((times) => times[index] ?? []),
  ).flat();
};

export const startWholeProduct = async (weeks: number): Promise<WholeProduct> => {
  const [book = 0, site = 0, client = 0] = await freePorts(3);
  const stack = stackAt(await newDataFolder(), { book, site, client });
  await startStack(stack);
  const stop = async (): Promise<void> => {
    await stopStack(stack);
    await removeData(stack);
  };
  try {
    const token = await createToken(stack, 'admin');
    const world = await openWorld({ ...stack, token }, new Random(1), weeks);
    return { stack, token, world, times: await timesOf(world), stop };
  } catch (error) {
    await stop();
    throw error;
  }
};

const numbers = spareIdentityNumbers();
let next = 0;

/** The one who books at the bench. */
export const benchPatient = () => {
  next += 1;
  return {
    givenName: 'Prov',
    familyName: 'Bänk',
    personalIdentityNumber: numbers[next % numbers.length] ?? '',
    email: 'prov@example.se',
    mobile: '0701740605',
  };
};
