import { setTimeout as wait } from 'node:timers/promises';
import {
  addMinutes,
  checkStaffBooking,
  decisiveRefusal,
  MAX_VISIT_MINUTES,
  ok,
  refuse,
  refuseFields,
  refuseOverridable,
  type BookingId,
  type BookingTemplate,
  type ClaimId,
  type Instant,
  type Outcome,
  type PatientId,
  type PractitionerId,
  type ResourceId,
} from '@tidbok/core';
import {
  decideClaimTimeout,
  decideStaffBooking,
  decideStaffMove,
  type ClinicFacts,
  type NewBooking,
  type StaffBookingResult,
} from '@tidbok/sync';
import { loadBooking, locate, readClaimState, type BookedRow } from '@tidbok/store/clinic';
import { actorOf, findLive, shown } from './cancel-booking.ts';
import { changed, changedEverywhere } from './changed.ts';
import type { ClinicContext } from './context.ts';
import type { BookCommand, MoveCommand } from './desk.ts';
import { mayStillUse } from './in-use.ts';
import { mayWorkAt } from './members.ts';
import { openBook } from './open-book.ts';
import { patientFor } from './patients.ts';
import {
  daysOf,
  hullOf,
  inPractice,
  momentOf,
  type PracticeTransaction,
} from './practice-transaction.ts';
import type { StaffMember } from './staff.ts';
import { named, occupanciesOf, teamChairs } from './team-visit.ts';
import type { BookedView } from './views/book.ts';

/** How long staff wait for the site's answer about far time (0.11), and how often is looked. */
const claimWaitMs = 3_000;
const claimPollMs = 10;

/** What staff mean to put into the book, with the patient found. */
export interface Placing {
  readonly bookingId: BookingId;
  readonly resourceId: ResourceId;
  readonly practitionerId: PractitionerId;
  readonly start: Instant;
  readonly minutes: number;
  readonly template: BookingTemplate;
  readonly patientId: PatientId;
  readonly text: Pick<NewBooking, 'bookText' | 'summonsCard' | 'moveNextRecall' | 'expectedAmount'>;
  /** The visit that this one replaces. */
  readonly old: BookedRow | null;
}

type Placed =
  | { readonly type: 'booked'; readonly view: BookedView }
  | { readonly type: 'claimed'; readonly claimId: ClaimId };

type Prepare = (tx: PracticeTransaction) => Promise<Outcome<Placing>>;

/**
 * Staff book a visit. Refuses with `overridable` where staff may go on: `outside-schedule`,
 * `preblock-refuses` (bypass *Ja*), `site-not-reached`; never for `time-taken` and `overlap`.
 */
export async function book(
  context: ClinicContext,
  by: StaffMember,
  command: BookCommand,
): Promise<Outcome<BookedView>> {
  const bookingId = command.bookingId ?? context.newId<BookingId>();
  const prepare: Prepare = async (tx) => prepareBooking(tx, { ...command, bookingId });
  if (command.bookingId !== undefined) {
    const repeated = await bookedBefore(context, by, bookingId);
    if (repeated !== null) return repeated;
  }
  return placeOrClaim(context, by, { prepare, override: command.override, bookingId });
}

/** A retry with the same id finds what the first attempt did. */
async function bookedBefore(
  context: ClinicContext,
  by: StaffMember,
  bookingId: BookingId,
): Promise<Outcome<BookedView> | null> {
  const row = await loadBooking(context.pool, bookingId);
  const opened = row === null ? null : await openBook(context);
  if (opened === null) return null;
  return shown({ db: context.pool, register: opened.register, context }, by, bookingId);
}

/** Staff move a visit, or change its length: a new booking that replaces the old one. */
export async function move(
  context: ClinicContext,
  by: StaffMember,
  command: MoveCommand,
): Promise<Outcome<BookedView>> {
  const bookingId = context.newId<BookingId>();
  const prepare: Prepare = (tx) => prepareMove(tx, command, bookingId);
  return placeOrClaim(context, by, { prepare, override: command.override, bookingId });
}

interface Attempt {
  readonly prepare: Prepare;
  readonly override: boolean;
  readonly bookingId: BookingId;
}

async function placeOrClaim(
  context: ClinicContext,
  by: StaffMember,
  attempt: Attempt,
): Promise<Outcome<BookedView>> {
  const first = await inPractice(context, (tx) => place(tx, by, { ...attempt, takeFar: false }));
  if (!first.ok) return first;
  if (first.value.type === 'booked') return ok(first.value.view);
  const { claimId } = first.value;
  const answered = await answerTo(context, claimId);
  if (answered) return afterAnswer(context, by, { claimId, bookingId: attempt.bookingId });
  return withoutAnswer(context, by, { ...attempt, claimId });
}

async function place(
  tx: PracticeTransaction,
  by: StaffMember,
  attempt: Attempt & { readonly takeFar: boolean },
): Promise<Outcome<Placed>> {
  const prepared = await attempt.prepare(tx);
  if (!prepared.ok) return prepared;
  const placing = prepared.value;
  const chairs = [placing.resourceId, ...(placing.old === null ? [] : [placing.old.resourceId])];
  const allowed = mayWorkAt(tx.register, by, chairs);
  if (!allowed.ok) return allowed;
  const during = { from: placing.start, to: addMinutes(placing.start, placing.minutes) };
  const oldDays =
    placing.old && daysOf(tx.register, { from: placing.old.start, to: placing.old.end });
  const days = hullOf([daysOf(tx.register, during), ...(oldDays ? [oldDays] : [])]);
  if (days === null) return refuse('invalid');
  const facts = await tx.facts(days, [placing.bookingId]);
  const booking = newBooking(tx, facts, { placing, override: attempt.override });
  if (!booking.ok) return booking;
  const command = {
    booking: booking.value,
    actor: actorOf(by),
    override: attempt.takeFar,
    knowingly: attempt.override,
  };
  const moment = momentOf(tx);
  const decided: Outcome<StaffBookingResult> =
    placing.old === null
      ? decideStaffBooking(facts, command, moment)
      : decideStaffMove(facts, { ...command, cancel: placing.old.id }, moment);
  if (!decided.ok) return decided;
  const result = decided.value;
  if (result.type === 'claimed') {
    await tx.write(result.writes, []);
    return ok({ type: 'claimed', claimId: result.claimId });
  }
  const ids = [placing.bookingId, ...(placing.old === null ? [] : [placing.old.id])];
  const inTray = attempt.takeFar ? [changedEverywhere('sync')] : [];
  await tx.write(result.writes, [changed('booking', days, ids), ...inTray]);
  const view = await shown(tx, by, placing.bookingId);
  return view.ok ? ok({ type: 'booked', view: view.value }) : view;
}

/** The visit as the staff's rules let it in, or their decisive refusal. */
export function newBooking(
  tx: PracticeTransaction,
  facts: ClinicFacts,
  { placing, override }: { readonly placing: Placing; readonly override: boolean },
): Outcome<NewBooking> {
  const { template, resourceId, practitionerId, start, minutes } = placing;
  const during = { from: start, to: addMinutes(start, minutes) };
  const { register } = tx;
  const visit = { template, resourceId, practitionerId, start, minutes };
  const occupancies = occupanciesOf(register, visit);
  if (!occupancies.ok) return occupancies;
  const replaces = placing.old?.id ?? null;
  const refusals = checkStaffBooking(
    { ...facts, now: tx.now },
    {
      resourceId,
      practitionerId,
      during,
      occupancies: occupancies.value,
      replaces,
      templateRetired: template.retired,
      teamChairs: teamChairs(register, visit),
      useInRecall: template.useInRecall,
      categoryId: template.categoryId,
      expectedAmount: placing.text.expectedAmount,
    },
  );
  const decisive = decisiveRefusal(refusals, override);
  if (decisive !== undefined) return { ok: false, refusal: named(register, decisive) };
  return ok({
    id: placing.bookingId,
    resourceId,
    practitionerId,
    templateId: template.id,
    patientId: placing.patientId,
    during,
    occupancies: occupancies.value,
    state: 'confirmed',
    source: 'staff',
    replaces,
    override: false,
    conflict: false,
    registeredAt: tx.now,
    ...placing.text,
    knownAtSite: false,
    overridden: [...new Set(refusals.map(({ code }) => code))],
  });
}

async function prepareBooking(
  tx: PracticeTransaction,
  command: BookCommand & { readonly bookingId: BookingId },
): Promise<Outcome<Placing>> {
  const { register } = tx;
  const template = register.templates.find(({ id }) => id === command.templateId);
  if (template === undefined) return refuse('unknown-template');
  const place = checkPlace(tx, { ...command, minutes: command.minutes ?? template.minutes });
  if (!place.ok) return place;
  const patientId = await patientFor(tx, command.patient);
  if (!patientId.ok) return patientId;
  return ok({
    ...place.value,
    bookingId: command.bookingId,
    template,
    patientId: patientId.value,
    text: {
      bookText: command.bookText ?? template.bookText,
      summonsCard: command.summonsCard ?? template.summonsCard,
      moveNextRecall: command.moveNextRecall ?? template.moveNextRecall,
      expectedAmount:
        command.expectedAmount === undefined ? template.expectedAmount : command.expectedAmount,
    },
    old: null,
  });
}

async function prepareMove(
  tx: PracticeTransaction,
  command: MoveCommand,
  bookingId: BookingId,
): Promise<Outcome<Placing>> {
  const found = await findLive(tx, command);
  if (!found.ok) return found;
  const old = found.value;
  const template = tx.register.templates.find(({ id }) => id === old.templateId);
  if (template === undefined) return refuse('unknown-template');
  const place = checkPlace(tx, {
    resourceId: command.resourceId ?? old.resourceId,
    practitionerId: command.practitionerId ?? old.practitionerId,
    start: command.start ?? old.start,
    minutes: command.minutes ?? Math.round((old.end - old.start) / 60_000),
  });
  if (!place.ok) return place;
  const { bookText, summonsCard, moveNextRecall, expectedAmount } = old;
  const text = { bookText, summonsCard, moveNextRecall, expectedAmount };
  return ok({ ...place.value, bookingId, template, patientId: old.patient.id, text, old });
}

type Place = Pick<Placing, 'resourceId' | 'practitionerId' | 'start' | 'minutes'>;

function checkPlace(
  { register }: PracticeTransaction,
  { resourceId, practitionerId, start, minutes }: Place,
): Outcome<Place> {
  if (!register.resources.some(({ id }) => id === resourceId)) return refuse('unknown-resource');
  if (!register.practitioners.some(({ id }) => id === practitionerId)) {
    return refuse('unknown-practitioner');
  }
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > MAX_VISIT_MINUTES) {
    return refuseFields([{ field: 'minutes', reason: 'out-of-range' }]);
  }
  if (start % 60_000 !== 0) return refuseFields([{ field: 'start', reason: 'not-a-whole-minute' }]);
  const usable = mayStillUse(register, { resourceId, practitionerId });
  if (!usable.ok) return usable;
  return ok({ resourceId, practitionerId, start, minutes });
}

/** True once the site has answered the claim; false when it has not within staff's patience. */
async function answerTo(context: ClinicContext, claimId: ClaimId): Promise<boolean> {
  const until = performance.now() + claimWaitMs;
  while (performance.now() < until) {
    if ((await readClaimState(context.pool, claimId)) !== 'asked') return true;
    await wait(claimPollMs);
  }
  return false;
}

async function afterAnswer(
  context: ClinicContext,
  by: StaffMember,
  { claimId, bookingId }: { readonly claimId: ClaimId; readonly bookingId: BookingId },
): Promise<Outcome<BookedView>> {
  const state = await readClaimState(context.pool, claimId);
  const opened = await openBook(context);
  if (state !== 'won' || opened === null) return refuse('time-taken');
  return shown({ db: context.pool, register: opened.register, context }, by, bookingId);
}

/** The site was not reached: staff may go on knowingly; the claim, if still answered, is void. */
async function withoutAnswer(
  context: ClinicContext,
  by: StaffMember,
  attempt: Attempt & { readonly claimId: ClaimId },
): Promise<Outcome<BookedView>> {
  const { claimId } = attempt;
  const given = await inPractice<Placed | null>(context, async (tx) => {
    const located = (await locate(tx.db, [claimId])).get(claimId) ?? [];
    const days = hullOf(located.map((during) => daysOf(tx.register, during)));
    if (days === null) return ok(null);
    const writes = decideClaimTimeout(await tx.facts(days), claimId);
    if (writes.length === 0) return ok(null);
    await tx.write(writes, []);
    return attempt.override
      ? place(tx, by, { ...attempt, takeFar: true })
      : ok({ type: 'claimed', claimId });
  });
  if (!given.ok) return given;
  if (given.value?.type === 'booked') return ok(given.value.view);
  if (given.value === null) return afterAnswer(context, by, attempt);
  return refuseOverridable('site-not-reached');
}
