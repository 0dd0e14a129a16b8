import {
  addDays,
  addMinutes,
  daysAsInterval,
  explainTime,
  intervalOfLocal,
  localDateTime,
  prepareAvailability,
  takenTime,
  type BookingTemplateId,
  type Instant,
  type Interval,
  type OfferBackground,
  type OnlineTemplate,
  type PractitionerId,
  type Preblock,
  type PreparedAvailability,
} from '@tidbok/core';
import { loadFacts } from '@tidbok/store/clinic';
import { clinicFacts } from './clinic-facts.ts';
import type { ClinicContext } from './context.ts';
import type { OffersQuery } from './clinic.ts';
import { listOf } from './lists-in-force.ts';
import { onlineRules } from './online-rules.ts';
import { openBook, type OpenBook } from './open-book.ts';
import type { LoadedRegister } from './register-cache.ts';
import type { OfferedTimeView } from './views/book.ts';

/** The most that one question answers. */
const maxTimes = 20_000;

export interface Asked {
  readonly register: LoadedRegister;
  readonly prepared: PreparedAvailability;
  readonly background: OfferBackground;
  readonly stateOf: ReadonlyMap<string, 'sold' | 'preliminary' | 'hidden'>;
  readonly now: Instant;
  readonly query: OffersQuery;
}

/**
 * Each time that an Internet preblock of these days could give, per practitioner and template: free
 * on the site, sold, preliminary, or hidden and by which rule. The rules are those of the site.
 */
export async function offers(
  context: ClinicContext,
  query: OffersQuery,
): Promise<readonly OfferedTimeView[]> {
  const book = await openBook(context);
  if (book === null) return [];
  const asked = await asking(context, book, query);
  return asked.background.preblocks
    .flatMap((preblock) => timesOfPreblock(asked, preblock))
    .sort((a, b) => a.start - b.start || (a.resourceId < b.resourceId ? -1 : 1))
    .slice(0, maxTimes);
}

/** The facts of these days, ready to be asked about any time of theirs. */
export async function asking(
  context: ClinicContext,
  { practice, register }: OpenBook,
  query: OffersQuery,
): Promise<Asked> {
  const range = { from: query.from, to: query.to };
  const rows = await loadFacts(context.pool, {
    range: daysAsInterval(register.zone, range.from, range.to),
    local: { from: localDateTime(range.from, 0), to: localDateTime(addDays(range.to, 1), 0) },
    bookingIds: [],
  });
  const facts = clinicFacts({ rows, practice, register, range });
  const rules = onlineRules(register);
  return {
    register,
    prepared: prepareAvailability({
      rules,
      offered: facts.announced,
      taken: takenTime([...facts.bookings, ...facts.blocks]),
    }),
    background: {
      ...facts,
      onlineLists: new Map(
        [...rules.templatesOf.keys()].map((id) => [id, listOf(register, id, 'onlineTemplateList')]),
      ),
    },
    stateOf: new Map(facts.bookings.map((booking) => [booking.id, stateOf(booking)])),
    now: context.now(),
    query,
  };
}

function stateOf(booking: { readonly source: string; readonly state: string }) {
  if (booking.source !== 'online') return 'hidden';
  return booking.state === 'pending' ? 'preliminary' : 'sold';
}

function timesOfPreblock(asked: Asked, preblock: Preblock): OfferedTimeView[] {
  const { register, query } = asked;
  const kind = register.kinds.find(({ id }) => id === preblock.kindId);
  const during = intervalOfLocal(register.zone, preblock);
  if (kind?.rule.type !== 'internet' || during === undefined) return [];
  if (query.resourceId !== undefined && query.resourceId !== preblock.resourceId) return [];
  const clinicId = register.resources.find(({ id }) => id === preblock.resourceId)?.clinicId;
  if (query.clinicId !== undefined && query.clinicId !== clinicId) return [];
  return practitionersAt(asked, preblock, during).flatMap((practitionerId) =>
    templatesFor(asked, practitionerId).flatMap((template) =>
      startsIn(during, template).map((start) =>
        explained(asked, { preblock, practitionerId, template, start }),
      ),
    ),
  );
}

/** Those on shift in the chair during the preblock; all who work there when nobody is. */
function practitionersAt(
  { background, query }: Asked,
  preblock: Preblock,
  during: Interval,
): (PractitionerId | null)[] {
  const ids = new Set(
    background.shifts
      .filter((shift) => {
        const placed = intervalOfLocal(background.zone, shift);
        if (shift.resourceId !== preblock.resourceId || placed === undefined) return false;
        return placed.from < during.to && during.from < placed.to;
      })
      .map(({ practitionerId }) => practitionerId),
  );
  if (query.practitionerId !== undefined) {
    return ids.has(query.practitionerId) ? [query.practitionerId] : [];
  }
  return ids.size === 0 ? [null] : [...ids];
}

function templatesFor(
  { prepared, query }: Asked,
  practitionerId: PractitionerId | null,
): OnlineTemplate[] {
  const { templates, templatesOf } = prepared.rules;
  if (query.templateId !== undefined) {
    const template = templates.get(query.templateId);
    return template === undefined ? [] : [template];
  }
  const listed: readonly BookingTemplateId[] =
    practitionerId === null ? [...templates.keys()] : (templatesOf.get(practitionerId) ?? []);
  return listed.map((id) => templates.get(id)).filter((template) => template !== undefined);
}

export function startsIn(during: Interval, template: Pick<OnlineTemplate, 'minutes'>): Instant[] {
  const starts: Instant[] = [];
  for (let start = during.from; addMinutes(start, template.minutes) <= during.to;) {
    starts.push(start);
    start = addMinutes(start, template.minutes);
  }
  return starts;
}

function explained(
  asked: Asked,
  time: {
    readonly preblock: Preblock;
    readonly practitionerId: PractitionerId | null;
    readonly template: OnlineTemplate;
    readonly start: Instant;
  },
): OfferedTimeView {
  const { preblock, practitionerId, template, start } = time;
  const { resourceId } = preblock;
  const clinicId = asked.prepared.rules.clinicOfResource.get(resourceId);
  const view = {
    start,
    end: addMinutes(start, template.minutes),
    resourceId,
    practitionerId,
    preblockId: preblock.id,
    templateId: template.id,
  };
  if (clinicId === undefined) return { ...view, state: 'hidden', rule: 'not-offered' };
  const question = {
    templateId: template.id,
    clinicId,
    resourceId,
    practitionerId,
    start,
    now: asked.now,
  };
  const { free, objections } = explainTime(asked.prepared, question, asked.background);
  if (free !== null) return { ...view, state: 'free', rule: null };
  const [first] = objections;
  const bookingId = first?.details['bookingId'];
  const sold = typeof bookingId === 'string' ? asked.stateOf.get(bookingId) : undefined;
  return { ...view, state: sold ?? 'hidden', rule: first?.code ?? 'not-offered' };
}
