import { instant } from '@tidbok/core';
import type { ClinicWrite } from '@tidbok/sync';
import { id } from '../world/practice.ts';
import type { Mutant } from '../world/mutant.ts';
import { clinicDrops, tells } from './kinds.ts';

const FOREVER = instant(8_640_000_000_000_000);
const HOUR_MS = 3_600_000;

function withdrawnAtOnce(write: ClinicWrite): readonly ClinicWrite[] {
  if (write.type !== 'insert-withdrawal') return [write];
  const { preblockId, resourceId, practitionerId, during } = write;
  return [{ type: 'withdraw-announced', preblockId, resourceId, practitionerId, during }];
}

function claimingOnlyTheChair(write: ClinicWrite): ClinicWrite {
  if (write.type === 'insert-claim') {
    return { ...write, subjectIds: write.subjectIds.slice(0, 1) };
  }
  if (write.type !== 'append' || write.entry.type !== 'CLAIM') return write;
  const subjectIds = write.entry.subjectIds.slice(0, 1);
  return { ...write, entry: { ...write.entry, subjectIds } };
}

function withoutAnchor(write: ClinicWrite): ClinicWrite {
  if (write.type !== 'append' || write.entry.type !== 'OFFER') return write;
  return { ...write, entry: { ...write.entry, anchorAt: write.entry.during.from } };
}

function withoutExpiry(write: ClinicWrite): ClinicWrite {
  if (write.type !== 'append' || write.entry.type !== 'OFFER') return write;
  return { ...write, entry: { ...write.entry, expiresAt: null } };
}

function unmarked(write: ClinicWrite): ClinicWrite {
  if (write.type !== 'insert-booking') return write;
  return { ...write, booking: { ...write.booking, override: false } };
}

function saleFirst(writes: readonly ClinicWrite[]): readonly ClinicWrite[] {
  const sales = writes.filter(({ type }) => type === 'insert-booking');
  return [...sales, ...writes.filter(({ type }) => type !== 'insert-booking')];
}

const isAnswer = new Set(['CLAIM_OK', 'CLAIM_NO', 'CONFLICT']);

/** Rules of who owns what, taken away at the clinic. */
const ofOwnership: readonly Mutant[] = [
  {
    name: 'the clinic takes far time without asking',
    staffFacts: (facts) => ({ ...facts, frontierAt: FOREVER }),
  },
  {
    name: 'staff own an hour more than the frontier gives them',
    staffFacts: (facts) => ({ ...facts, frontierAt: instant(facts.frontierAt + HOUR_MS) }),
  },
  {
    name: 'offers bind only the chair',
    staffFacts: (facts) => ({
      ...facts,
      announced: facts.announced.map((each) => ({ ...each, practitionerId: id('d0', 99) })),
    }),
  },
  {
    name: 'claims cover only the chair',
    clinicWrites: (writes) => writes.map(claimingOnlyTheChair),
  },
  {
    name: 'withdrawn time is offered again before the site has answered',
    clinicWrites: (writes) => writes.flatMap(withdrawnAtOnce),
  },
  clinicDrops(
    'an ended offer still counts as announced',
    (write, entry) => entry?.type === 'CLAIM_OK' && write.type === 'cut-announced',
  ),
  clinicDrops(
    'a withdrawn offer still counts as announced',
    ({ type }) => type === 'withdraw-announced',
  ),
  {
    name: 'the visit of a CLAIM_OK is inserted whatever stands there',
    clinicFacts: (facts, entry) =>
      entry?.type === 'CLAIM_OK' ? { ...facts, bookings: [] } : facts,
  },
  {
    name: 'a request is accepted whatever stands there',
    clinicFacts: (facts, entry) => (entry?.type === 'REQUEST' ? { ...facts, bookings: [] } : facts),
  },
  {
    name: 'what an open claim touches is offered',
    clinicFacts: (facts, entry) =>
      entry !== null && isAnswer.has(entry.type) ? facts : { ...facts, claims: [] },
  },
  {
    name: 'a preblock never ends before its day',
    clinicFacts: (facts) => ({
      ...facts,
      kinds: facts.kinds.map((kind) => ({ ...kind, expiresDaysBefore: null })),
    }),
  },
  { name: 'the anchor does not travel', clinicWrites: (writes) => writes.map(withoutAnchor) },
  { name: 'the expiry does not travel', clinicWrites: (writes) => writes.map(withoutExpiry) },
  { name: 'an override is not marked', clinicWrites: (writes) => writes.map(unmarked) },
  {
    name: 'the clinic puts the patient’s new visit in before the old one ends',
    clinicWrites: (writes, entry) => (entry?.type === 'REBOOK' ? saleFirst(writes) : writes),
  },
];

/** Something that is decided and not written, or not told. */
const ofWrites: readonly Mutant[] = [
  clinicDrops('a cancellation by staff is not told', (write) => tells(write, 'CANCEL')),
  clinicDrops('a move by staff is not told', (write) => tells(write, 'MOVE')),
  clinicDrops('an acceptance is not told', (write) => tells(write, 'ACCEPT')),
  clinicDrops('a rejection is not told', (write) => tells(write, 'REJECT')),
  clinicDrops('near time taken is not told', (write) => tells(write, 'BLOCK')),
  clinicDrops('near time freed is not told', (write) => tells(write, 'UNBLOCK')),
  clinicDrops('an override is not told', (write) => tells(write, 'OVERRIDE')),
  clinicDrops('an offer is not told', (write) => tells(write, 'OFFER')),
  clinicDrops('a withdrawal is not told', (write) => tells(write, 'WITHDRAW')),
  clinicDrops('a claim is not told', (write) => tells(write, 'CLAIM')),
  clinicDrops('an offer is told and not remembered', ({ type }) => type === 'announce'),
  clinicDrops('a claim is told and not remembered', ({ type }) => type === 'insert-claim'),
  clinicDrops(
    'an answered claim stays open',
    (write) => write.type === 'set-claim-state' && write.state !== 'abandoned',
  ),
  clinicDrops(
    'a claim that staff gave up still books',
    (write) => write.type === 'set-claim-state' && write.state === 'abandoned',
  ),
  clinicDrops('an answered withdrawal stays open', ({ type }) => type === 'finish-withdrawal'),
  clinicDrops('the clinic forgets where the frontier went', ({ type }) => type === 'set-frontier'),
  clinicDrops('the clinic’s cursor stands', ({ type }) => type === 'advance-cursor'),
  clinicDrops('a visit ends and leaves no tombstone', ({ type }) => type === 'insert-tombstone'),
  clinicDrops(
    'a patient’s cancellation leaves the visit in the book',
    (write, entry) => entry?.type === 'CANCEL' && write.type === 'set-booking-state',
  ),
  clinicDrops(
    'an override that met a sale is not marked',
    (write) => write.type === 'mark-conflict',
  ),
];

export const ofClinic: readonly Mutant[] = [...ofOwnership, ...ofWrites];
