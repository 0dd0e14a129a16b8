import type { Deed, Place } from './history.ts';

/** A visit that was promised, and while it certainly stood, on the run's clock. */
interface Promised {
  readonly id: string;
  readonly place: Place;
  readonly person: string | undefined;
  readonly since: number;
  /** When somebody may first have ended it. */
  readonly until: number;
}

/** By visit, the earliest moment at which its end was asked for, by whomever. */
export const endings = (deeds: readonly Deed[]): ReadonlyMap<string, number> => {
  const earliest = new Map<string, number>();
  for (const { endedId, mayEndId, result, began } of deeds) {
    const id = endedId ?? mayEndId;
    if (id === undefined || result === 'fail') continue;
    earliest.set(id, Math.min(began, earliest.get(id) ?? Infinity));
  }
  return earliest;
};

const promisedBy = (deeds: readonly Deed[], what: readonly Deed['what'][]): Promised[] => {
  const ended = endings(deeds);
  return deeds.flatMap((deed) => {
    const { bookingId: id, place, person, result, preliminary } = deed;
    const isPromise = what.includes(deed.what) && result === 'ok' && preliminary !== true;
    if (!isPromise || id === undefined || place === undefined) return [];
    return [{ id, place, person, since: deed.ended, until: ended.get(id) ?? Infinity }];
  });
};

const grouped = <T>(items: readonly T[], keysOf: (item: T) => readonly string[]) => {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    for (const key of keysOf(item)) {
      const known = groups.get(key);
      if (known === undefined) groups.set(key, [item]);
      else known.push(item);
    }
  }
  return groups;
};

const QUARTER_MS = 15 * 60_000;

/** The chair's quarters that a visit touches: what overlaps shares one. */
const quartersOf = ({ resourceId, from, to }: Place): string[] => {
  const first = Math.floor(from / QUARTER_MS);
  const last = Math.ceil(to / QUARTER_MS);
  return Array.from({ length: last - first }, (_, at) => `${resourceId} ${String(first + at)}`);
};

const overlap = (one: Place, other: Place): boolean =>
  one.resourceId === other.resourceId && one.from < other.to && other.from < one.to;

/** It stood before the question was asked, and still when it was answered. */
const stoodAllThrough = ({ since, until }: Promised, { began, ended }: Deed): boolean =>
  since < began && ended < until;

/** Times that patients were shown as free after the site had sold them. */
export const soldYetFree = (deeds: readonly Deed[]): string[] => {
  const sales = promisedBy(deeds, ['sell', 'rebook']);
  const byQuarter = grouped(sales, ({ place }) => quartersOf(place));
  const broken = deeds.flatMap((deed) =>
    (deed.free ?? []).flatMap((place) =>
      quartersOf(place)
        .flatMap((quarter) => byQuarter.get(quarter) ?? [])
        .filter((sale) => overlap(sale.place, place) && stoodAllThrough(sale, deed))
        .map(({ id }) => `${deed.who} was shown the time of ${id} as free`),
    ),
  );
  return [...new Set(broken)];
};

/** What staff wrote and a later reading of the chair's day did not show, or showed nevertheless. */
export const misreadByStaff = (deeds: readonly Deed[]): string[] => {
  const byChair = grouped(promisedBy(deeds, ['book', 'move']), ({ place }) => [place.resourceId]);
  const gone = new Map<string, number>();
  for (const { what, endedId, result, ended } of deeds) {
    const isStaffs = what === 'cancel' || what === 'move';
    if (isStaffs && result === 'ok' && endedId !== undefined) {
      gone.set(endedId, Math.min(ended, gone.get(endedId) ?? Infinity));
    }
  }
  return deeds.flatMap((deed) => {
    const { asked, shown, who, began } = deed;
    if (asked === undefined || shown === undefined) return [];
    const seen = new Set(shown);
    const missing = (byChair.get(asked.resourceId) ?? []).filter(
      (visit) =>
        visit.place.from >= asked.from &&
        visit.place.to <= asked.to &&
        stoodAllThrough(visit, deed) &&
        !seen.has(visit.id),
    );
    const ghosts = shown.filter((id) => (gone.get(id) ?? Infinity) < began);
    return [
      ...missing.map(({ id }) => `${who} did not see ${id}`),
      ...ghosts.map((id) => `${who} saw ${id}, which was ended`),
    ];
  });
};

/** Visits that a known patient was promised and did not find among their own. */
export const misreadByPatients = (deeds: readonly Deed[]): string[] => {
  const byPerson = grouped(promisedBy(deeds, ['sell', 'rebook']), ({ person }) =>
    person === undefined ? [] : [person],
  );
  return deeds.flatMap((deed) => {
    const { what, person, shown, who } = deed;
    if (what !== 'mine' || person === undefined || shown === undefined) return [];
    const seen = new Set(shown);
    return (byPerson.get(person) ?? [])
      .filter((visit) => stoodAllThrough(visit, deed) && !seen.has(visit.id))
      .map(({ id }) => `${who} did not find ${id}`);
  });
};
