import {
  addDays,
  daysAsInterval,
  deriveOffers,
  freeTimes,
  instant,
  localDateOf,
  type AvailabilityFacts,
  type FreeTime,
  type FreeTimeQuery,
  type OfferFacts,
  type OnlineRules,
  type PreblockKind,
} from '@tidbok/core';
import { atMost, type Figure } from '../figure.ts';
import { onlineRules, stockholm } from '../ground/rules.ts';
import { tenPractitioners, type TenPractitioners } from '../ground/ten-practitioners.ts';
import { freeWords, startsIn } from '../limit/bitset.ts';
import { percentile, timeEach } from '../measure.ts';

/** cal.com 6.2's engine on the same data set and a like machine, milliseconds. */
const CAL_COM_MS = 65;

/** After as many to warm up: a site runs for months. */
const ROUNDS = 2000;

const kindOf = ({ id }: TenPractitioners, rules: OnlineRules): PreblockKind => {
  const [categories] = rules.kinds.values();
  if (categories === undefined) throw new Error('the rules have no kind');
  return {
    id: id('kind'),
    name: 'E-tid',
    text: '',
    code: '',
    colour: '#336699',
    validFor: { type: 'resources' },
    bypass: true,
    rule: { type: 'internet', categories },
    expiresDaysBefore: null,
  };
};

/** From shifts, preblocks and bookings, as they lie in the clinic's book, to free times. */
const fromRawRules = (
  raw: OfferFacts,
  rules: OnlineRules,
  query: FreeTimeQuery,
): readonly FreeTime[] =>
  freeTimes({ rules, offered: deriveOffers(raw, query.now), taken: new Map() }, query);

export const engine = async (): Promise<readonly Figure[]> => {
  const zone = stockholm;
  const firstDay = localDateOf({ year: 2026, month: 11, day: 2 });
  const ground = tenPractitioners(zone, firstDay);
  const rules = onlineRules(ground);
  const raw: OfferFacts = {
    zone,
    shifts: ground.shifts,
    preblocks: ground.preblocks,
    kinds: [kindOf(ground, rules)],
    onlinePractitioners: new Set(ground.people.map(({ practitionerId }) => practitionerId)),
    onlineResources: new Set(ground.people.map(({ resourceId }) => resourceId)),
    bookings: ground.visits.map(({ resourceId, practitionerId, during }) => ({
      occupancies: [
        { subjectId: resourceId, during },
        { subjectId: practitionerId, during },
      ],
      knownAtSite: false,
    })),
    claims: [],
  };
  const month = daysAsInterval(zone, firstDay, addDays(firstDay, 29));
  const now = instant(month.from - 86_400_000);
  const { templateId, clinicId } = ground;
  const query = { templateId, clinicId, practitionerId: null, now, ...month };
  const facts: AvailabilityFacts = {
    rules,
    offered: deriveOffers(raw, now),
    taken: new Map(),
  };
  const words = freeWords(ground);
  const into = new Int32Array(10_000);
  const found = fromRawRules(raw, rules, query).length;
  const bits = startsIn(words, into);
  if (found !== bits) throw new Error(`engine ${String(found)}, bitset ${String(bits)} starts`);

  const whole = await timeEach({ rounds: ROUNDS, warmUp: ROUNDS }, () =>
    fromRawRules(raw, rules, query),
  );
  const answer = await timeEach({ rounds: ROUNDS, warmUp: ROUNDS }, () => freeTimes(facts, query));
  const bitset = await timeEach({ rounds: ROUNDS }, () => {
    for (let round = 0; round < 100; round += 1) startsIn(words, into);
  });
  const [wholeMs, answerMs, bitsetMs] = [
    percentile(whole, 0.5),
    percentile(answer, 0.5),
    percentile(bitset, 0.5) / 100,
  ];
  const workload = 'engine';
  return [
    { workload, what: '10 × 30 days, starts found', value: found, unit: '' },
    {
      workload,
      what: '10 × 30 days from raw rules and bookings, p50',
      value: wholeMs,
      unit: 'ms',
      beside: `bitset, prebuilt: ${(bitsetMs * 1000).toFixed(1)} µs`,
      target: atMost(0.5, wholeMs, ' ms'),
    },
    {
      workload,
      what: 'the same, against the bitset',
      value: wholeMs / bitsetMs,
      unit: '×',
      target: atMost(140, wholeMs / bitsetMs, ' ×'),
    },
    {
      workload,
      what: 'the same, faster than cal.com’s engine (65 ms, its best)',
      value: CAL_COM_MS / wholeMs,
      unit: '×',
    },
    { workload, what: '10 × 30 days from offers, p50', value: answerMs, unit: 'ms' },
  ];
};
