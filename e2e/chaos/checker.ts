import type { BookSide, LogLine, Side, SiteSide, StoredOffer, StoredVisit } from './audit.ts';
import type { Deed, Place } from './history.ts';
import { endings, misreadByPatients, misreadByStaff, soldYetFree } from './reads.ts';

/** All that is known when the faults have stopped and both sides have come to rest. */
export interface Evidence {
  readonly deeds: readonly Deed[];
  readonly book: BookSide;
  readonly site: SiteSide;
  /** Visits that stood there before anybody did anything. */
  readonly before: ReadonlySet<string>;
  /** From healing until both sides were equal; null: not within the patience. */
  readonly equalAfterMs: number | null;
  /** Requests after healing that were still answered with 5xx, or not at all. */
  readonly stuck: readonly string[];
}

export interface Finding {
  readonly rule: string;
  /** What breaks it, in words; empty when it holds. */
  readonly broken: readonly string[];
}

const isLive = ({ state }: StoredVisit): boolean => state !== 'cancelled';

const byId = <T extends { readonly id: string }>(items: readonly T[]): Map<string, T[]> => {
  const found = new Map<string, T[]>();
  for (const item of items) found.set(item.id, [...(found.get(item.id) ?? []), item]);
  return found;
};

type Sort = (deed: Deed) => boolean;
const sells = ({ what }: Deed): boolean => what === 'sell' || what === 'rebook';
const isSale: Sort = (deed) => sells(deed) && deed.result === 'ok';
const isStaffs: Sort = ({ what, result }) =>
  (what === 'book' || what === 'move') && result === 'ok';

/** Of these deeds' visits, those that the book does not hold once, or that ended by themselves. */
const lost = ({ deeds, book }: Evidence, sort: Sort): string[] => {
  const stored = byId(book.visits);
  const ended = endings(deeds);
  const broken = new Set<string>();
  for (const deed of deeds) {
    const { bookingId, preliminary } = deed;
    if (!sort(deed) || preliminary === true || bookingId === undefined) continue;
    const copies = stored.get(bookingId) ?? [];
    const [visit] = copies;
    if (visit === undefined || copies.length !== 1) {
      broken.add(`${bookingId} stands ${String(copies.length)} times in the book`);
    } else if (!isLive(visit) && !ended.has(bookingId)) {
      broken.add(`${bookingId} was cancelled by nobody`);
    }
  }
  return [...broken];
};

const revived = ({ deeds, book, site }: Evidence): string[] => {
  const cancelled = new Set(
    deeds.flatMap(({ endedId, result }) => (result === 'ok' && endedId ? [endedId] : [])),
  );
  return [...book.visits, ...site.visits]
    .filter((visit) => isLive(visit) && cancelled.has(visit.id))
    .map(({ id }) => `${id} was cancelled and lives`);
};

const repeated = ({ deeds, site, book, before }: Evidence): string[] => {
  const answered = new Map<string, Set<string>>();
  for (const deed of deeds) {
    const { key, bookingId } = deed;
    if (!sells(deed) || key === undefined || bookingId === undefined) continue;
    answered.set(key, (answered.get(key) ?? new Set()).add(bookingId));
  }
  const asked = new Set(deeds.flatMap(({ key }) => (key === undefined ? [] : [key])));
  const keyOf = new Map(site.keys.map(({ key, bookingId }) => [bookingId, key]));
  const strangers = [...site.visits, ...book.visits].filter(
    ({ id, online, replaces }) =>
      online && replaces === null && !before.has(id) && !asked.has(keyOf.get(id) ?? ''),
  );
  const twice = [...byId(site.keys.map(({ key }) => ({ id: key })))].filter(
    ([, { length }]) => length > 1,
  );
  const moved = new Set(deeds.flatMap(({ what, endedId }) => (what === 'move' ? [endedId] : [])));
  const made = new Set(deeds.flatMap(({ what, key }) => (what === 'book' ? [key] : [])));
  const unmoved = book.visits.filter(
    ({ id, online, replaces }) =>
      !before.has(id) && !online && !made.has(id) && !(replaces !== null && moved.has(replaces)),
  );
  return [
    ...unmoved.map(({ id }) => `${id} was made by nobody`),
    ...[...answered]
      .filter(([, { size }]) => size > 1)
      .map(([key, ids]) => `the key ${key} was answered with ${[...ids].join(' and ')}`),
    ...twice.map(([key]) => `the key ${key} made two visits`),
    ...new Set(strangers.map(({ id }) => `${id} was asked for by nobody`)),
  ];
};

interface Taken {
  readonly id: string;
  readonly from: number;
  readonly to: number;
  /** While it certainly stood, on the run's clock. */
  readonly since: number;
  readonly until: number;
}

/** Pairs that share a subject at one time and stood at one moment. */
const clashes = (taken: ReadonlyMap<string, readonly Taken[]>): string[] => {
  const broken: string[] = [];
  for (const [subject, all] of taken) {
    const sorted = [...all].sort((a, b) => a.from - b.from);
    for (const [index, one] of sorted.entries()) {
      for (let next = index + 1; next < sorted.length; next += 1) {
        const other = sorted[next];
        if (other === undefined || other.from >= one.to) break;
        const both = one.since < other.until && other.since < one.until;
        if (both && one.id !== other.id) {
          const at = new Date(other.from).toISOString();
          broken.push(`${subject} has ${one.id} and ${other.id} at ${at}`);
        }
      }
    }
  }
  return broken;
};

const bySubject = (items: readonly (Taken & Place)[]): ReadonlyMap<string, Taken[]> => {
  const taken = new Map<string, Taken[]>();
  for (const item of items) {
    for (const subject of [item.resourceId, item.practitionerId]) {
      const known = taken.get(subject);
      if (known === undefined) taken.set(subject, [item]);
      else known.push(item);
    }
  }
  return taken;
};

/** From the visits' own times, without the constraint's table. */
const overlapping = ({ visits }: Side): string[] => {
  const live = visits.filter((visit) => isLive(visit) && !visit.excepted);
  return clashes(bySubject(live.map((visit) => ({ ...visit, since: 0, until: Infinity }))));
};

/** Two promises of one time at one moment, even if one was taken back since. */
const doubled = ({ deeds, book }: Evidence): string[] => {
  const excepted = new Set(book.visits.filter((each) => each.excepted).map(({ id }) => id));
  const ended = endings(deeds);
  const promised = new Map<string, Taken & Place>();
  for (const deed of deeds) {
    const { bookingId, place, preliminary } = deed;
    if (!isSale(deed) && !isStaffs(deed)) continue;
    if (bookingId === undefined || place === undefined || preliminary === true) continue;
    if (excepted.has(bookingId) || promised.has(bookingId)) continue;
    const until = ended.get(bookingId) ?? Infinity;
    if (until <= deed.ended) continue;
    promised.set(bookingId, { ...place, id: bookingId, since: deed.ended, until });
  }
  return clashes(bySubject([...promised.values()]));
};

/** Each life of a log begins with 1 and goes on without a gap. */
const brokenChain = (whose: string, log: readonly LogLine[]): string[] =>
  log.flatMap((line, index) => {
    const last = log[index - 1];
    const before = last?.inc === line.inc ? last : undefined;
    const follows =
      before === undefined
        ? line.seq === 1
        : line.seq === before.seq + 1 && line.prevHash === before.hash;
    return follows ? [] : [`${whose} log breaks at ${String(line.seq)}`];
  });

const missingFrom = (
  what: string,
  some: readonly string[],
  others: readonly string[],
): string[] => {
  const known = new Set(others);
  return some.filter((each) => !known.has(each)).map((each) => `${what}: ${each}`);
};

const bothWays = (what: string, inBook: readonly string[], atSite: readonly string[]): string[] => [
  ...missingFrom(`only the book has ${what}`, inBook, atSite),
  ...missingFrom(`only the site has ${what}`, atSite, inBook),
];

const hasRead = ({ cursor }: Side, { head }: Side): boolean =>
  cursor.inc === head.inc && cursor.seq === head.seq;

/** Time that begins so soon may be gone at one side and not yet at the other. */
const SOON_MS = 3_600_000;

/** What is offered from `from` on, as text. */
const offeredFrom = (offers: readonly StoredOffer[], from: number): string[] =>
  offers.flatMap(({ key, open }) => {
    const left = open
      .filter((piece) => piece.to > from)
      .map((piece) => [Math.max(piece.from, from), piece.to] as const)
      .map((piece) => piece.map((at) => new Date(at).toISOString()).join('–'));
    return left.length === 0 ? [] : [`${key}: ${left.join(', ')}`];
  });

/** What the two sides do not agree on, in words; nothing once they are equal. */
export const differences = (book: BookSide, site: SiteSide): string[] => {
  const live = site.visits.filter(isLive);
  const known = book.visits.filter((visit) => isLive(visit) && visit.knownAtSite);
  const ended = new Set(book.tombstones);
  const fallen = site.tombstones.filter((id) => !ended.has(id));
  // Each was read at a moment of its own: compared is what is offered after both.
  const from = Math.max(book.readAt, site.readAt) + SOON_MS;
  const stillThere = live.filter(({ id }) => ended.has(id));
  const read = [
    ...(hasRead(site, book) ? [] : ['the site has not read all of the book']),
    ...(hasRead(book, site) ? [] : ['the book has not read all of the site']),
  ];
  return [
    ...read,
    ...(book.mode === 'paired' && site.mode === 'paired' ? [] : [`${book.mode}, ${site.mode}`]),
    ...(book.frontier === site.frontier ? [] : ['the frontier differs']),
    ...(book.openClaims === 0 ? [] : ['a claim is open']),
    ...live.filter(({ state }) => state === 'pending').map(({ id }) => `${id} is undecided`),
    ...bothWays('the offer', offeredFrom(book.offers, from), offeredFrom(site.offers, from)),
    ...bothWays(
      'the visit',
      known.map(({ id }) => id),
      live.map(({ id }) => id),
    ),
    ...bothWays('the mark', book.blocks, site.blocks),
    ...fallen.map((id) => `only the site has the tombstone: ${id}`),
    ...stillThere.map(({ id }) => `${id} lives at the site and is ended in the book`),
  ];
};

/** Every rule with what breaks it. Knows nothing of the product but its tables and its answers. */
export const check = (evidence: Evidence): Finding[] => {
  const { book, site, equalAfterMs, stuck } = evidence;
  const apart = differences(book, site);
  return [
    { rule: 'no visit confirmed to a patient is lost', broken: lost(evidence, isSale) },
    { rule: 'no visit confirmed to staff is lost', broken: lost(evidence, isStaffs) },
    { rule: 'a cancelled visit stays cancelled', broken: revived(evidence) },
    {
      rule: 'a repeated request made one visit, and nobody else made any',
      broken: repeated(evidence),
    },
    { rule: 'no time was promised twice at one moment', broken: doubled(evidence) },
    { rule: 'no time is shown free after it was sold', broken: soldYetFree(evidence.deeds) },
    { rule: 'staff read what they have written', broken: misreadByStaff(evidence.deeds) },
    { rule: 'patients find the visits that are theirs', broken: misreadByPatients(evidence.deeds) },
    { rule: 'nothing overlaps in the book, overrides excepted', broken: overlapping(book) },
    { rule: 'nothing overlaps at the site', broken: overlapping(site) },
    {
      rule: 'both logs are gapless and chained',
      broken: [...brokenChain('the book’s', book.log), ...brokenChain('the site’s', site.log)],
    },
    {
      rule: 'both sides are equal within 60 seconds of healing',
      broken: equalAfterMs === null && apart.length === 0 ? ['it took longer'] : apart,
    },
    { rule: 'after healing every request is answered', broken: stuck },
  ];
};
