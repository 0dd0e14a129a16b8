import { instant, type PractitionerId } from '@tidbok/core';
import type { ClinicEntry } from '@tidbok/protocol';
import type { ClinicFacts, ClinicWrite, SiteDecision, SiteWrite } from '@tidbok/sync';
import { id } from './practice.ts';
import type { Mutant } from './world.ts';

const nobody = id<PractitionerId>('nobody', 0);

function claimingOnlyTheChair(write: ClinicWrite): ClinicWrite {
  if (write.type === 'insert-claim') {
    return { ...write, subjectIds: write.subjectIds.slice(0, 1) };
  }
  if (write.type === 'append' && write.entry.type === 'CLAIM') {
    const entry = { ...write.entry, subjectIds: write.entry.subjectIds.slice(0, 1) };
    return { ...write, entry };
  }
  return write;
}

/** A withdrawal counts as answered the moment it is asked. */
function withdrawnAtOnce(write: ClinicWrite): ClinicWrite[] {
  if (write.type !== 'insert-withdrawal') return [write];
  const { preblockId, resourceId, practitionerId, during } = write;
  return [{ type: 'withdraw-announced', preblockId, resourceId, practitionerId, during }];
}

function cuttingOnlyTheChair(write: SiteWrite): SiteWrite {
  return write.type === 'cut-offers'
    ? { ...write, subjectIds: write.subjectIds.slice(0, 1) }
    : write;
}

function without(decision: SiteDecision, guards: readonly string[]): SiteDecision {
  return { ...decision, guards: decision.guards.filter(({ type }) => !guards.includes(type)) };
}

function isClaim(entry: ClinicEntry | null): boolean {
  return entry?.type === 'CLAIM';
}

function bindingOnlyTheChair(facts: ClinicFacts): ClinicFacts {
  const announced = facts.announced.map((each) => ({ ...each, practitionerId: nobody }));
  return { ...facts, announced };
}

/** The rules of sync-protocol 0.13 and section 6, each switched off. */
export const mutants: readonly Mutant[] = [
  {
    name: 'offers bind only the chair',
    staffFacts: bindingOnlyTheChair,
  },
  {
    name: 'claims cover only the chair',
    clinicWrites: (writes) => writes.map(claimingOnlyTheChair),
  },
  {
    name: 'a claim is open while offers are derived from the same time',
    clinicFacts: (facts, entry) => (entry === null ? { ...facts, claims: [] } : facts),
  },
  {
    name: 'withdrawn time is offered again before the site has answered',
    clinicWrites: (writes) => writes.flatMap(withdrawnAtOnce),
  },
  {
    name: 'the visit of a CLAIM_OK is inserted whatever stands there',
    clinicFacts: (facts, entry) =>
      entry?.type === 'CLAIM_OK' ? { ...facts, bookings: [] } : facts,
  },
  {
    name: 'an ended offer still counts as announced',
    clinicWrites: (writes, entry) =>
      entry?.type === 'CLAIM_OK'
        ? writes.filter(({ type }) => type !== 'cut-announced')
        : [...writes],
  },
  {
    name: 'CLAIM_OK frees a practitioner whom another offer still binds',
    siteDecision: (decision, entry) =>
      isClaim(entry) ? { ...decision, writes: decision.writes.map(cuttingOnlyTheChair) } : decision,
  },
  {
    name: 'the clinic takes far time without asking',
    staffFacts: (facts) => ({ ...facts, frontierAt: instant(8_640_000_000_000_000) }),
  },
  {
    name: 'the site sells near time alone',
    siteFacts: (facts) => ({ ...facts, frontierAt: instant(0) }),
    siteDecision: (decision) => without(decision, ['far']),
  },
  { name: 'the frontier is forgotten at a restart', forgetsFrontier: true },
  { name: 'records are applied whatever their place in the log', ignoresOrder: true },
  {
    name: 'a claim is answered yes over what was sold',
    siteFacts: (facts) => ({ ...facts, bookings: [] }),
  },
  {
    name: 'a cancellation by staff is not told',
    clinicWrites: (writes) =>
      writes.filter((write) => !(write.type === 'append' && write.entry.type === 'CANCEL')),
  },
];
