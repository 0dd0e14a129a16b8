import { instant } from '@tidbok/core';
import type { SiteDecision, SiteFacts, SiteWrite } from '@tidbok/sync';
import type { Mutant } from '../world/mutant.ts';
import { siteDrops, siteTrusts, tells, without } from './kinds.ts';

const HOUR_MS = 3_600_000;

function cuttingOnlyTheChair(write: SiteWrite): SiteWrite {
  return write.type === 'cut-offers'
    ? { ...write, subjectIds: write.subjectIds.slice(0, 1) }
    : write;
}

function newFirst({ guards, writes }: SiteDecision): SiteDecision {
  const made = writes.filter(({ type }) => type === 'insert-booking');
  return { guards, writes: [...made, ...writes.filter(({ type }) => type !== 'insert-booking')] };
}

function saleWithoutCancel(write: SiteWrite): SiteWrite {
  if (write.type !== 'append' || write.entry.type !== 'REBOOK') return write;
  return { ...write, entry: { type: 'BOOK', visit: write.entry.visit } };
}

/** Every request still waits, whatever became of it. */
function allWaiting(facts: SiteFacts): SiteFacts {
  return { ...facts, bookings: facts.bookings.map((each) => ({ ...each, state: 'pending' })) };
}

/** Rules of who may sell what, taken away at the site. */
const ofSelling: readonly Mutant[] = [
  {
    name: 'the site sells near time alone',
    siteFacts: (facts) => ({ ...facts, frontierAt: instant(0) }),
    siteDecision: (decision) => without(decision, 'far'),
  },
  {
    name: 'the site sells an hour below the frontier',
    first: 100,
    siteFacts: (facts) => ({ ...facts, frontierAt: instant(facts.frontierAt - HOUR_MS) }),
    siteDecision: (decision) => without(decision, 'far'),
  },
  {
    name: 'the site sells on however long the clinic is silent',
    first: 700,
    siteFacts: (facts, _entry, now) => ({ ...facts, lastContactAt: now }),
  },
  {
    name: 'the site sells what has expired',
    siteFacts: (facts) => ({
      ...facts,
      offers: facts.offers.map((offer) => ({ ...offer, expiresAt: null })),
    }),
    siteDecision: ({ guards, writes }) => ({
      writes,
      guards: guards.map((each) => (each.type === 'offered' ? { ...each, at: instant(0) } : each)),
    }),
  },
  {
    name: 'a hold binds nobody',
    siteFacts: (facts) => ({ ...facts, holds: [] }),
    siteDecision: (decision) => without(decision, 'not-held'),
  },
  siteDrops('a hold does not yield to the clinic', ({ type }) => type === 'delete-holds-on'),
  siteDrops('a key is not remembered', ({ type }) => type === 'remember-key'),
  siteTrusts('the site trusts that time is still offered', 'offered'),
  siteTrusts('the site trusts that a visit still stands', 'booking-is', 100),
  siteTrusts('the site trusts that a key is new', 'key-unused'),
  {
    name: 'the site writes what went stale',
    first: 150,
    siteDecision: (decision) => ({ ...decision, guards: [] }),
  },
  {
    name: 'a request that has ended is accepted',
    siteFacts: (facts, entry) => (entry?.type === 'ACCEPT' ? allWaiting(facts) : facts),
    siteDecision: (decision, entry) =>
      entry?.type === 'ACCEPT' ? without(decision, 'booking-is') : decision,
  },
  {
    name: 'the site puts the clinic’s moved visit in before the old one ends',
    siteDecision: (decision, entry) => (entry?.type === 'MOVE' ? newFirst(decision) : decision),
  },
];

/** Offers that the site ought to end, and goes on selling. */
const ofEnding: readonly Mutant[] = [
  siteDrops(
    'the site answers a claim and goes on selling its time',
    (write, entry) => entry?.type === 'CLAIM' && write.type === 'cut-offers',
  ),
  siteDrops(
    'the site sells on in time that the clinic took',
    (write, entry) => entry?.type === 'BLOCK' && write.type === 'cut-offers',
  ),
  siteDrops(
    'the site sells on in time under an override',
    (write, entry) => entry?.type === 'OVERRIDE' && write.type === 'cut-offers',
  ),
  siteDrops('the site sells on what it gave back', ({ type }) => type === 'withdraw-offers'),
  {
    name: 'an ended offer keeps its practitioner',
    siteDecision: ({ guards, writes }) => ({ guards, writes: writes.map(cuttingOnlyTheChair) }),
  },
];

/** Something that is decided and not written, or not told. */
const ofWrites: readonly Mutant[] = [
  siteDrops('a sale is not told', (write) => tells(write, 'BOOK')),
  siteDrops('a request is not told', (write) => tells(write, 'REQUEST')),
  siteDrops('a patient’s cancellation is not told', (write) => tells(write, 'CANCEL')),
  siteDrops('a patient’s change is not told', (write) => tells(write, 'REBOOK')),
  siteDrops('the clinic is not told that the frontier moved', (write) => tells(write, 'FRONTIER')),
  siteDrops('a claim is never answered with yes', (write) => tells(write, 'CLAIM_OK')),
  siteDrops('a claim is never answered with no', (write) => tells(write, 'CLAIM_NO')),
  siteDrops('a withdrawal is never answered', (write) => tells(write, 'WITHDRAWN')),
  siteDrops('a conflict is not told', (write) => tells(write, 'CONFLICT')),
  siteDrops('the frontier is told and stands', ({ type }) => type === 'set-frontier'),
  siteDrops('the site’s cursor stands', ({ type }) => type === 'advance-cursor'),
  siteDrops(
    'a request that expires stays at the site',
    (write, entry) => entry === null && write.type === 'set-booking-state',
  ),
  siteDrops(
    'an accepted request stays a request',
    (write) => write.type === 'set-booking-state' && write.state === 'confirmed',
  ),
  siteDrops(
    'a visit that the clinic cancelled stays at the site',
    (write, entry) => entry?.type === 'CANCEL' && write.type === 'set-booking-state',
  ),
  {
    name: 'a change of the patient is told as a new sale',
    siteDecision: ({ guards, writes }) => ({ guards, writes: writes.map(saleWithoutCancel) }),
  },
];

export const ofSite: readonly Mutant[] = [...ofSelling, ...ofEnding, ...ofWrites];
