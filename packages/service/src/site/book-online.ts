import {
  ok,
  refuse,
  refuseFields,
  type BookingId,
  type BookingState,
  type Instant,
  type Interval,
  type Outcome,
  type PracticeId,
  type RefusalCode,
} from '@tidbok/core';
import { loadVisit, type RememberedRow } from '@tidbok/store/site';
import {
  decideOnlineBooking,
  decideRebook,
  findTime,
  needOfSale,
  type ClinicMadeVisit,
  type OnlineBookingCommand,
  type Sale,
  type SiteCatalog,
  type SiteFacts,
} from '@tidbok/sync';
import { uuidv7 } from '../ids.ts';
import { changeLinkPath, newChangeLink, todayAt } from './change-links.ts';
import type { SiteContext } from './context.ts';
import { decideAndWrite, type Decided } from './decide-and-write.ts';
import { refuseWithNearest } from './nearest-times.ts';
import { factsFromMemory } from './facts-from-memory.ts';
import { fingerprintOf, sealPatient, type SealFor } from './sealed-patient.ts';
import { isOpen, readFacts, type LoadedFacts } from './site-facts.ts';
import type { BookedOnline, BookOnlineInput } from './site.ts';
import { mayAnybodyLike, whyNotThisPerson } from './who-may-book.ts';

/** A clinic that was heard so lately is taken to be connected: its answer is waited for. */
const connectedWithinMs = 60_000;

/** Went to somebody else, or nearly so: worth telling what is free near by. */
const worthNearest = new Set<RefusalCode>(['time-taken', 'time-held', 'not-offered']);

/** `replaces`: the patient's own visit that the new one takes the place of, in one breath. */
type SaleInput = BookOnlineInput & {
  readonly replaces?: BookingId;
  /** That visit, when the clinic made it and has just told so. */
  readonly clinicMade?: ClinicMadeVisit | null;
};

interface Standing {
  readonly bookingId: BookingId;
  readonly state: BookingState;
  readonly during: Interval;
  /** The clinic may answer a request within the patient's patience. */
  readonly clinicListens: boolean;
}

/**
 * A patient books a time. Far time is sold at once; near time is asked of the clinic, whose answer
 * is waited for while it is connected, else the visit is preliminary. A repeated request gets the
 * first one's answer. With `replaces`, a move of the patient's own visit: refuses
 * `unknown-booking`, `booking-ended`, `not-rebookable` and `too-late-to-change` as well.
 */
export async function bookOnline(
  context: SiteContext,
  input: SaleInput,
): Promise<Outcome<BookedOnline>> {
  const practiceId = await context.directory.practiceOf(input.clinicId);
  if (practiceId === null) return refuse('unknown-clinic', { clinicId: input.clinicId });
  const slot = `${practiceId} ${input.resourceId} ${input.start}`;
  const attempt = await context.slots.run(
    { slot, runner: input.idempotencyKey },
    () => decideAndWrite(context, practiceId, makeSale(context, practiceId, input)),
    ({ ok: won }) => won,
  );
  if (attempt.type === 'lost') return refuseWithNearest(context, 'time-taken', input);
  const sold = attempt.value;
  if (!sold.ok) {
    const { code } = sold.refusal;
    return worthNearest.has(code) ? refuseWithNearest(context, code, input) : sold;
  }
  return settle(context, practiceId, { input, standing: sold.value });
}

/** E3: which address fields the patient must give is the practice's choice. */
function missingAddressFields({ catalog }: SiteCatalog, { patient }: BookOnlineInput) {
  return catalog.requiredAddressFields
    .filter((field) => (patient.address?.[field] ?? '') === '')
    .map((field) => ({ field: `patient.address.${field}`, reason: 'required' }));
}

/**
 * One booking id and one seal serve all tries of one request. `replaces` is the patient's own visit
 * that the new one takes the place of, in one breath. The first try rests on what is remembered,
 * when that shows far time that is free; the guards look whether it still is.
 */
function makeSale(context: SiteContext, practiceId: PracticeId, input: SaleInput) {
  const bookingId = newBookingId(context);
  const fingerprint = fingerprintOf(context.secrets, input);
  const { idempotencyKey: key, ...wanted } = input;
  let sealed: OnlineBookingCommand['patient'] | null = null;
  const saleOn = (facts: SiteFacts, sealingPublicKey: string): Outcome<Sale> => {
    sealed ??= sealedWithLink(context, facts, { input, practiceId, bookingId, sealingPublicKey });
    const idempotency = { key, fingerprint };
    const command = { ...wanted, bookingId, patient: sealed, idempotency };
    return decideSale(facts, command, context.now());
  };
  let isFirst = true;
  return async (): Promise<Decided<Standing>> => {
    const remembered = isFirst ? fromMemory(context, input, saleOn) : null;
    if (!isFirst) context.availability.forget(input.clinicId);
    isFirst = false;
    return remembered ?? fromDatabase(context, practiceId, { input, fingerprint, saleOn });
  };
}

/** The patient's details as they may be kept, with the link by which the visit can be changed. */
function sealedWithLink(
  context: SiteContext,
  { catalog }: SiteFacts,
  {
    input: { patient, clinicId },
    ...sealFor
  }: SealFor & { readonly input: Pick<SaleInput, 'patient' | 'clinicId'> },
): OnlineBookingCommand['patient'] {
  const { secrets, publicUrl } = context;
  if (catalog === null) return sealPatient(secrets, patient, sealFor);
  const about = { site: catalog, patient, today: todayAt(catalog, context) };
  const changeLink = newChangeLink(secrets, sealFor, about);
  // The message that goes to the patient holds the link.
  const link =
    changeLink === null || publicUrl === null
      ? {}
      : { link: new URL(changeLinkPath(secrets, { ...sealFor, clinicId }), publicUrl).href };
  return { ...sealPatient(secrets, { ...patient, ...link }, sealFor), changeLink };
}

type SaleOn = (facts: SiteFacts, sealingPublicKey: string) => Outcome<Sale>;

/** null: only the database can tell. */
function fromMemory(context: SiteContext, input: SaleInput, saleOn: SaleOn) {
  if (input.holdId !== null || input.replaces !== undefined) return null;
  const known = factsFromMemory(context, input);
  if (known === null || known.facts.catalog === null) return null;
  if (missingAddressFields(known.facts.catalog, input).length > 0) return null;
  if (!mayAnybodyLike(known.facts.catalog, input)) return null;
  const asker = { now: context.now(), ownHold: null };
  if (!findTime(known.facts, input, asker).ok) return null;
  const sale = saleOn(known.facts, known.sealingPublicKey);
  return sale.ok && sale.value.kind === 'confirmed' ? toWrite(sale.value, true) : null;
}

async function fromDatabase(
  context: SiteContext,
  practiceId: PracticeId,
  { input, fingerprint, saleOn }: { input: SaleInput; fingerprint: string; saleOn: SaleOn },
): Promise<Decided<Standing>> {
  const loaded = await readSaleFacts(context, practiceId, input);
  if (loaded === null) return refuse('unknown-clinic', { clinicId: input.clinicId });
  const { facts, practice, remembered } = loaded;
  const clinicListens = listensNow(loaded, context);
  if (remembered !== null) return repeated(remembered, fingerprint, clinicListens);
  if (!isOpen(practice.mode)) return refuse('not-offered');
  const { catalog } = facts;
  if (catalog === null) return refuse('unknown-clinic', { clinicId: input.clinicId });
  const { holdId, replaces } = input;
  if (replaces === undefined) {
    const missing = missingAddressFields(catalog, input);
    if (missing.length > 0) return refuseFields(missing);
    const notThisPerson = await whyNotThisPerson(context, practiceId, { site: catalog, input });
    if (notThisPerson !== null) return notThisPerson;
  }
  const asker = { now: context.now(), ownHold: holdId };
  // The decision about a move looks beside the old visit, which stands in the way here.
  const found = replaces === undefined ? findTime(facts, input, asker) : ok(null);
  if (!found.ok) return found;
  // One that has run out is no harm while the time is free; one that never was is a mistake.
  if (holdId !== null && !facts.holds.some((hold) => hold.holdId === holdId)) {
    return refuse('unknown-hold', { holdId });
  }
  const sale = saleOn(facts, practice.sealingPublicKey);
  return sale.ok ? toWrite(sale.value, clinicListens) : sale;
}

function toWrite({ booking, decision }: Sale, clinicListens: boolean): Decided<Standing> {
  const { bookingId, during, state } = booking;
  return { type: 'write', decision, value: { bookingId, during, state, clinicListens } };
}

function decideSale(
  facts: SiteFacts,
  command: OnlineBookingCommand & Pick<SaleInput, 'replaces' | 'clinicMade'>,
  now: Instant,
): Outcome<Sale> {
  const { replaces, clinicMade = null } = command;
  return replaces === undefined
    ? decideOnlineBooking(facts, command, now)
    : decideRebook(facts, { ...command, cancel: replaces, clinicMade }, now);
}

function newBookingId({ now }: SiteContext): BookingId {
  return uuidv7(now()) as BookingId;
}

/** null for a practice that shows nothing yet. */
async function readSaleFacts(
  context: SiteContext,
  practiceId: PracticeId,
  input: SaleInput,
): Promise<LoadedFacts | null> {
  const catalog = await context.catalogs.lastSeen(practiceId);
  if (catalog === null) return null;
  const { idempotencyKey, replaces } = input;
  const also = { bookingIds: replaces === undefined ? [] : [replaces], idempotencyKey };
  const need = { ...needOfSale(input, catalog), ...also };
  const loaded = await readFacts(context, practiceId, need);
  const newer = loaded?.facts.catalog ?? null;
  // A template that has become longer needs more to be looked at.
  if (newer === null || newer.version === catalog.version) return loaded;
  return readFacts(context, practiceId, { ...needOfSale(input, newer), ...also });
}

function listensNow({ practice }: LoadedFacts, { now }: SiteContext): boolean {
  const { lastContactAt } = practice;
  return lastContactAt !== null && now() - lastContactAt <= connectedWithinMs;
}

function repeated(
  remembered: RememberedRow,
  fingerprint: string,
  clinicListens: boolean,
): Decided<Standing> {
  if (remembered.fingerprint !== fingerprint) return refuse('idempotency-key-reused');
  const { bookingId, state, during } = remembered;
  return { type: 'answer', value: { bookingId, state, during, clinicListens } };
}

/** Waits for the clinic's answer where one may come, and says how the booking stands. */
async function settle(
  context: SiteContext,
  practiceId: PracticeId,
  { input, standing }: { input: BookOnlineInput; standing: Standing },
): Promise<Outcome<BookedOnline>> {
  const { bookingId, during, clinicListens } = standing;
  const state =
    standing.state === 'pending' && clinicListens
      ? await answerOfClinic(context, practiceId, bookingId)
      : standing.state;
  if (state === 'cancelled') return refuseWithNearest(context, 'time-taken', input);
  const status = state === 'pending' ? 'preliminary' : 'confirmed';
  return ok({ bookingId, status, start: during.from, end: during.to });
}

async function answerOfClinic(
  { wakes, pool, answerWaitMs }: SiteContext,
  practiceId: PracticeId,
  bookingId: BookingId,
): Promise<BookingState> {
  const answered = await wakes.until(practiceId, answerWaitMs, async () => {
    const visit = await loadVisit(pool, practiceId, bookingId);
    return visit === null || visit.state === 'pending' ? null : visit.state;
  });
  return answered ?? 'pending';
}
