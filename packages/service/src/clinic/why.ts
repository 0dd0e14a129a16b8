import {
  explainTime,
  instant,
  intervalOfLocal,
  ok,
  overlaps,
  refuse,
  refuseFields,
  toLocalDate,
  type BookingTemplate,
  type Instant,
  type Interval,
  type Outcome,
  type PractitionerId,
  type Preblock,
} from '@tidbok/core';
import { readLink } from '@tidbok/store/clinic';
import type { ClinicContext } from './context.ts';
import { asking, startsIn, type Asked } from './offers.ts';
import { openBook, type OpenBook } from './open-book.ts';
import type { WhyHere, WhyLine, WhyObjection, WhyQuery, WhySync } from './views/why.ts';

const hourMs = 3_600_000;
const maxHours = 24;

/**
 * Why is each template bookable on the site at this place, or why not? Asked of the same rules that
 * the site sells by. Refuses `unknown-resource`, and stretches of more than a day.
 */
export async function why(context: ClinicContext, query: WhyQuery): Promise<Outcome<WhyHere>> {
  const { resourceId, from, to } = query;
  if (to <= from || to - from > maxHours * hourMs) {
    return refuseFields([{ field: 'to', reason: 'out-of-range' }]);
  }
  const book = await openBook(context);
  const chair = book?.register.resources.find(({ id }) => id === resourceId);
  if (book === null || chair === undefined) return refuse('unknown-resource');
  const { zone } = book.register;
  const asked = await asking(context, book, {
    resourceId,
    from: toLocalDate(zone, from),
    to: toLocalDate(zone, instant(to - 1)),
  });
  const here = placeOf(asked, query);
  const who: readonly (PractitionerId | null)[] =
    here.practitionerIds.length === 0 ? [null] : here.practitionerIds;
  const lines = book.register.templates
    .filter(({ retired, useInBook, useOnline }) => !retired && (useInBook || useOnline))
    .flatMap((template) =>
      who.flatMap((practitionerId) => linesOf(asked, { ...query, here, template, practitionerId })),
    );
  return ok({
    asOf: asked.now,
    sync: await syncHere(context, book, query),
    practitionerIds: here.practitionerIds,
    preblocks: here.preblocks.map(({ id, kindId }) => kindOf(asked, id, kindId)),
    lines,
  });
}

interface Here {
  readonly practitionerIds: readonly PractitionerId[];
  readonly preblocks: readonly Preblock[];
}

function placeOf({ background }: Asked, { resourceId, from, to }: WhyQuery): Here {
  const isHere = (local: Parameters<typeof intervalOfLocal>[1]): boolean => {
    const placed = intervalOfLocal(background.zone, local);
    return placed !== undefined && overlaps(placed, { from, to });
  };
  const shifts = background.shifts.filter((each) => each.resourceId === resourceId && isHere(each));
  const preblocks = background.preblocks.filter(
    (each) => each.resourceId === resourceId && isHere(each),
  );
  return { practitionerIds: [...new Set(shifts.map((each) => each.practitionerId))], preblocks };
}

function kindOf(
  { register }: Asked,
  id: Preblock['id'],
  kindId: Preblock['kindId'],
): WhyHere['preblocks'][number] {
  const kind = register.kinds.find((each) => each.id === kindId);
  return { id, kindId, name: kind?.name ?? '', type: kind?.rule.type ?? 'standard' };
}

interface Question extends WhyQuery {
  readonly here: Here;
  readonly template: BookingTemplate;
  readonly practitionerId: PractitionerId | null;
}

/** The site's own starts under Internet preblocks; where there are none, the place's beginning. */
function startsHere(asked: Asked, { here, template, from, to }: Question): readonly Instant[] {
  const starts = here.preblocks.flatMap((preblock) => {
    const kind = asked.register.kinds.find(({ id }) => id === preblock.kindId);
    const during = intervalOfLocal(asked.background.zone, preblock);
    if (kind?.rule.type !== 'internet' || during === undefined) return [];
    return startsIn(during, template).filter((start) =>
      overlaps({ from: start, to: instant(start + template.minutes * 60_000) }, { from, to }),
    );
  });
  return starts.length === 0 ? [from] : [...new Set(starts)].sort((a, b) => a - b);
}

function linesOf(asked: Asked, question: Question): WhyLine[] {
  const { template, practitionerId } = question;
  const lines = new Map<string, WhyLine>();
  for (const start of startsHere(asked, question)) {
    const { state, objections } = answerAt(asked, question, start);
    const key = `${state} ${objections.map(({ code }) => code).join(' ')}`;
    const known = lines.get(key);
    lines.set(key, {
      templateId: template.id,
      templateName: template.name,
      minutes: template.minutes,
      practitionerId,
      state,
      objections: known?.objections ?? objections,
      starts: [...(known?.starts ?? []), start],
    });
  }
  return [...lines.values()];
}

function answerAt(
  asked: Asked,
  { template, practitionerId, resourceId }: Question,
  start: Instant,
): Pick<WhyLine, 'state' | 'objections'> {
  const clinicId = asked.prepared.rules.clinicOfResource.get(resourceId);
  if (clinicId === undefined) return { state: 'hidden', objections: [] };
  const { free, objections } = explainTime(
    asked.prepared,
    { templateId: template.id, clinicId, resourceId, practitionerId, start, now: asked.now },
    asked.background,
  );
  if (free !== null) {
    const during = { from: free.start, to: free.end };
    return { state: 'free', objections: underWay(asked, { resourceId, practitionerId, during }) };
  }
  const taken = objections.find(({ code }) => code === 'time-taken')?.details['bookingId'];
  const sold = typeof taken === 'string' ? asked.stateOf.get(taken) : undefined;
  return {
    state: sold ?? 'hidden',
    objections: objections.map((each) => withReason(each, template)),
  };
}

/** Free still, but the site has been asked to give it back, or for leave to book there. */
function underWay(
  { background }: Asked,
  place: Pick<Question, 'resourceId' | 'practitionerId'> & { readonly during: Interval },
): WhyObjection[] {
  const { resourceId, practitionerId, during } = place;
  const isWithdrawn = background.withdrawals.some(
    (each) => each.practitionerId === practitionerId && overlaps(each.during, during),
  );
  const isClaimed = background.claims.some(
    (each) =>
      overlaps(each.during, during) &&
      each.subjectIds.some((id) => id === resourceId || id === practitionerId),
  );
  return [
    ...(isWithdrawn ? [{ code: 'being-withdrawn', details: {} } as const] : []),
    ...(isClaimed ? [{ code: 'claimed', details: {} } as const] : []),
  ];
}

/** Which of the template's own marks keeps it off the site (T1). */
function withReason({ code, details }: WhyObjection, template: BookingTemplate): WhyObjection {
  if (code !== 'template-not-online') return { code, details };
  return { code, details: { ...details, reason: template.useOnline ? 'no-category' : 'mark' } };
}

async function syncHere(
  context: ClinicContext,
  { practice, register }: OpenBook,
  { from }: Interval,
): Promise<WhySync> {
  const link = await readLink(context.pool);
  const { offlineSellingHours } = register.practice;
  const silentMs = link.lastExchangeAt === null ? Infinity : context.now() - link.lastExchangeAt;
  return {
    mode: practice.mode,
    connected: link.connected,
    lastExchangeAt: link.lastExchangeAt,
    offlineSellingHours,
    isPastSellingLimit: !link.connected && silentMs > offlineSellingHours * hourMs,
    frontier: practice.frontierAt,
    isNear: from < practice.frontierAt,
  };
}
