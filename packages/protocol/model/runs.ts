/** One search of the model: its bounds, and what it is expected to find. */
export interface Run {
  readonly name: string;
  readonly kind: 'rules' | 'mutant' | 'variant';
  /** Macros of the model, as `NAME` or `NAME=value`. */
  readonly macros: readonly string[];
  /** The property of liveness instead of the invariants. */
  readonly liveness?: true;
  /** Only asked for by `--large`. */
  readonly large?: true;
}

/** One stretch of far time, both chairs offered: the subjects meet. */
const ONE_FAR = ['SLOTS=1', 'FRONTIER=0', 'PLAN=3'];
/** One stretch of near time. */
const ONE_NEAR = ['SLOTS=1', 'FRONTIER=1', 'PLAN=3'];
/** A near stretch and a far one, one chair offered in both. */
const NEAR_AND_FAR = ['SLOTS=2', 'FRONTIER=1', 'PLAN=1'];

function operations(staff: number, site: number, visits: number): string[] {
  return [`STAFF_OPS=${staff}`, `SITE_OPS=${site}`, `VISITS=${visits}`];
}

const LIVENESS = ['LIVENESS', 'NO_OVERRIDE', 'NO_REBOOK'];

const RULES: readonly Run[] = [
  {
    name: 'one far stretch, 2 + 2 operations, 3 visits',
    kind: 'rules',
    macros: [...ONE_FAR, ...operations(2, 2, 3)],
  },
  {
    name: 'one far stretch, records in any order, any number of times, a crash, 2 visits',
    kind: 'rules',
    macros: [...ONE_FAR, ...operations(2, 2, 2), 'ANY_RECORD', 'CRASHES=1'],
  },
  {
    name: 'near and far, 2 + 2 operations, 3 visits',
    kind: 'rules',
    macros: [...NEAR_AND_FAR, ...operations(2, 2, 3), 'NO_UNBOUND'],
  },
  {
    name: 'one near stretch, 2 + 2 operations, 3 visits',
    kind: 'rules',
    macros: [...ONE_NEAR, ...operations(2, 2, 3)],
  },
  {
    name: 'near and far, staff move visits, 2 + 2 operations, 3 visits',
    kind: 'rules',
    macros: [...NEAR_AND_FAR, ...operations(2, 2, 3), 'MOVES', 'NO_UNBOUND', 'NO_OVERRIDE'],
  },
  {
    name: 'confirmed leads to in the book, the link broken twice',
    kind: 'rules',
    liveness: true,
    macros: [...ONE_FAR, ...operations(1, 2, 2), ...LIVENESS],
  },
];

function mutant(name: string, bounds: readonly string[], ...more: readonly string[]): Run {
  return { name, kind: 'mutant', macros: [`M_${name}`, ...bounds, ...more] };
}

const FEW = operations(1, 2, 2);
const CRASH = [...FEW, 'CRASHES=1'];
const ANY_RECORD = [...FEW, 'ANY_RECORD', 'KEEP_LOG'];
const ONE_CHAIR = ['SLOTS=1', 'FRONTIER=0', 'PLAN=1'];

/** One rule left out of each: the checker must find what breaks. */
const MUTANTS: readonly Run[] = [
  mutant('TAKEN_AFTER_WAITING', ONE_FAR),
  mutant('FRONTIER_FORGOTTEN', ONE_FAR, ...CRASH),
  mutant('CLAIM_FORGOTTEN', ONE_FAR, ...CRASH),
  mutant('CLINIC_TAKES_ANY', ONE_FAR, ...ANY_RECORD),
  mutant('SITE_TAKES_ANY', ONE_FAR, ...ANY_RECORD),
  mutant('CLINIC_SPLITS', ONE_FAR, ...CRASH),
  mutant('SITE_SPLITS', ONE_FAR, ...CRASH),
  mutant('ACCEPT_BEFORE_COMMIT', ONE_NEAR, ...CRASH),
  mutant('NEAR_NOT_RETURNED', ONE_FAR),
  mutant('OFFERED_UNDER_CLAIM', ONE_FAR),
  mutant('OFFERED_UNDER_WITHDRAWAL', ONE_FAR, ...operations(4, 1, 2)),
  mutant('WITHDRAWN_AT_ONCE', ONE_FAR),
  mutant('CLAIM_INSERTS_UNSEEN', ONE_CHAIR),
  mutant('ENDED_STILL_ANNOUNCED', ONE_FAR),
  mutant('CLAIM_LEAVES_PRACTITIONER', ONE_FAR),
  mutant('CLAIM_COVERS_CHAIR', ONE_FAR),
  mutant('CLAIM_IN_TWO', ONE_FAR),
  mutant('OFFERS_BIND_CHAIR', ONE_CHAIR),
  mutant('REBOOK_SELLS_FIRST', ONE_FAR),
  mutant('ABANDONED_IS_FORGOTTEN', ONE_FAR),
  mutant('OVERRIDE_CUTS_AT_ONCE', ONE_FAR),
  mutant('CONFLICT_UNMARKED', ONE_FAR),
  mutant('SITE_SELLS_NEAR', ONE_NEAR),
  mutant('UNBOUND_SOLD_ALONE', ONE_CHAIR),
  mutant('SOLD_UNSEEN', ONE_FAR),
  mutant('ACCEPTED_UNSEEN', ONE_NEAR),
  mutant('ACCEPT_REVIVES', ONE_NEAR),
  mutant('OLD_ENDED_BY_ACCEPT', NEAR_AND_FAR, 'NO_UNBOUND'),
  mutant('REPLACED_END_UNTOLD', NEAR_AND_FAR, 'NO_UNBOUND'),
  mutant('BLOCK_UNTOLD', ONE_NEAR),
  mutant('UNBLOCK_UNTOLD', ONE_NEAR),
  mutant('MOVE_LEAVES_REQUESTS', NEAR_AND_FAR, 'MOVES', 'NO_UNBOUND', 'NO_OVERRIDE'),
  mutant('CANCEL_UNTOLD', ONE_FAR),
  mutant('EXPIRY_UNTOLD', ONE_NEAR),
  {
    name: 'LINK_STAYS_DOWN',
    kind: 'mutant',
    liveness: true,
    macros: ['M_LINK_STAYS_DOWN', ...ONE_FAR, ...operations(1, 2, 2), ...LIVENESS],
  },
];

function variant(name: string, bounds: readonly string[]): Run {
  return { name, kind: 'variant', macros: [`V_${name}`, ...bounds, ...operations(2, 2, 2)] };
}

/** Left out, these are missed by no invariant: another rule holds what they hold. */
const VARIANTS: readonly Run[] = [
  variant('CLAIM_OK_OVER_SOLD', ONE_FAR),
  variant('WITHDRAWN_UNDER_CLAIM', ONE_FAR),
  variant('BLOCK_NOT_CUT', ONE_NEAR),
];

function large(name: string, macros: readonly string[], liveness?: true): Run {
  const run = { name, kind: 'rules', large: true, macros: [...macros, 'LOG=24'] } as const;
  return liveness === undefined ? run : { ...run, liveness };
}

const LARGE: readonly Run[] = [
  large('one far stretch, 3 + 2 operations, 3 visits', [...ONE_FAR, ...operations(3, 2, 3)]),
  large('one far stretch, 2 + 3 operations, 3 visits', [...ONE_FAR, ...operations(2, 3, 3)]),
  large('one far stretch, the clinic unheard at times, 2 + 2 operations, 3 visits', [
    ...ONE_FAR,
    ...operations(2, 2, 3),
    'UNHEARD',
  ]),
  large('near and far, both chairs, no overrides or moves, 2 + 2 operations, 3 visits', [
    ...['SLOTS=2', 'FRONTIER=1', 'PLAN=3', 'NO_OVERRIDE', 'NO_REBOOK', 'NO_UNBOUND'],
    ...operations(2, 2, 3),
  ]),
  large('near and far, staff move visits, 3 + 2 operations, 3 visits', [
    ...[...NEAR_AND_FAR, 'MOVES', 'NO_UNBOUND', 'NO_OVERRIDE', 'NO_REBOOK'],
    ...operations(3, 2, 3),
  ]),
  large('one far stretch, records in any order, two crashes, 3 + 2 operations, 2 visits', [
    ...ONE_FAR,
    ...operations(3, 2, 2),
    'ANY_RECORD',
    'CRASHES=2',
  ]),
  large(
    'confirmed leads to in the book, also with overrides and moves by patients',
    [...ONE_FAR, ...operations(2, 2, 2), 'LIVENESS'],
    true,
  ),
];

/** All searches, in the order of the table. */
export const runs: readonly Run[] = [...RULES, ...MUTANTS, ...VARIANTS, ...LARGE];
