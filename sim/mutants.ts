import { instant } from '@tidbok/core';
import type { ClinicWrite, SiteWrite } from '@tidbok/sync';
import { id } from './world/practice.ts';
import type { Mutant } from './world/mutant.ts';

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

function isFrontier(write: SiteWrite): boolean {
  return write.type === 'append' && write.entry.type === 'FRONTIER';
}

/** Rules of the protocol, each taken away by a wrapper around the production decisions. */
export const mutants: readonly Mutant[] = [
  {
    name: 'the clinic takes far time without asking',
    staffFacts: (facts) => ({ ...facts, frontierAt: instant(8_640_000_000_000_000) }),
  },
  {
    name: 'the site sells near time alone',
    siteFacts: (facts) => ({ ...facts, frontierAt: instant(0) }),
    siteDecision: (decision) => ({
      ...decision,
      guards: decision.guards.filter(({ type }) => type !== 'far'),
    }),
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
  {
    name: 'an ended offer still counts as announced',
    clinicWrites: (writes, entry) =>
      entry?.type === 'CLAIM_OK' ? writes.filter(({ type }) => type !== 'cut-announced') : writes,
  },
  {
    name: 'the visit of a CLAIM_OK is inserted whatever stands there',
    clinicFacts: (facts, entry) =>
      entry?.type === 'CLAIM_OK' ? { ...facts, bookings: [] } : facts,
  },
  {
    name: 'the site answers a claim and goes on selling its time',
    siteDecision: (decision, entry) =>
      entry?.type === 'CLAIM'
        ? { ...decision, writes: decision.writes.filter(({ type }) => type !== 'cut-offers') }
        : decision,
  },
  {
    name: 'the site writes what went stale',
    first: 150,
    siteDecision: (decision) => ({ ...decision, guards: [] }),
  },
  {
    name: 'a cancellation by staff is not told',
    clinicWrites: (writes) =>
      writes.filter((write) => !(write.type === 'append' && write.entry.type === 'CANCEL')),
  },
  {
    name: 'the clinic is not told that the frontier moved',
    siteDecision: (decision) => ({
      ...decision,
      writes: decision.writes.filter((write) => !isFrontier(write)),
    }),
  },
  { name: 'cursor and effect are two transactions', splitsApply: true },
  {
    name: 'records are applied whatever their place in the log',
    first: 500,
    ignoresOrder: true,
  },
  { name: 'the frontier is forgotten at a restart', forgetsFrontier: true },
  { name: 'a new connection keeps the epoch of the last', keepsEpoch: true },
];
