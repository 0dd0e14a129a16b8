import { describe, expect, it } from 'vitest';
import { HOUR_MS, instant, type HoldId, type OfferId } from '@tidbok/core';
import { NO_HASH, startOf, type ClinicEntry } from '@tidbok/protocol';
import {
  applyToSite,
  decideClinicRecord,
  decideHold,
  decideOnlineBooking,
  decideTick,
  needOfSale,
  nextFrontier,
  rulesOf,
  siteFacts,
  type SiteDecision,
} from '@tidbok/sync';
import {
  at,
  chairs,
  clinicId,
  id,
  kind,
  people,
  sha256,
  span,
  stockholm,
  visit30,
} from './practice.ts';
import { FAR, published, saleKind, sold, time, toSite, visit } from './scenario.ts';
import type { World } from './world.ts';

const tools = { sha256, zoneOf: () => stockholm, rulesOf };

describe('the frontier', () => {
  const frontier = (hours: number, mayJump = false, nearHours: number | null = 24) =>
    nextFrontier({ frontierAt: at(0, '08:00'), nearHours, mayJump }, at(0, '08:00')) === null
      ? null
      : nextFrontier(
          { frontierAt: at(0, '08:00'), nearHours, mayJump },
          instant(at(0, '08:00') + hours * HOUR_MS),
        );

  it('jumps to now + H at a start', () => {
    expect(frontier(0, true)).toBe(at(1, '08:00'));
  });

  it('moves at most an hour at once while running, whatever the clock does', () => {
    expect(frontier(10_000)).toBe(at(0, '09:00'));
  });

  it('moves in steps of a quarter of an hour', () => {
    const facts = { frontierAt: at(1, '08:00'), nearHours: 24, mayJump: false };
    expect(nextFrontier(facts, at(0, '08:14'))).toBeNull();
    expect(nextFrontier(facts, at(0, '08:15'))).toBe(at(1, '08:15'));
  });

  it('never moves back, also when the clock or H does (R5)', () => {
    const facts = { frontierAt: at(3, '08:00'), nearHours: 24, mayJump: true };
    expect(nextFrontier(facts, at(0, '08:00'))).toBeNull();
    expect(nextFrontier({ ...facts, nearHours: 0 }, at(2, '08:00'))).toBeNull();
  });

  it('stands until there is a catalogue', () => {
    expect(frontier(5, true, null)).toBeNull();
  });
});

describe('time alone', () => {
  const facts = {
    frontierAt: at(1, '08:00'),
    nearHours: 24,
    head: 7,
    mayJump: false,
    expiredRequests: [],
    expiredHolds: [],
  };

  it('changes nothing when nothing is due', () => {
    expect(decideTick(facts, at(0, '08:00'))).toBeNull();
  });

  it('is decided once when two nodes tick: the second finds the log moved on', () => {
    const decision = decideTick(facts, at(0, '08:30'));
    expect(decision?.guards).toEqual([{ type: 'head-is', seq: 7 }]);
    expect(decision?.writes.map(({ type }) => type)).toEqual(['set-frontier', 'append']);
  });

  it('ends holds that have run out', () => {
    const expiredHolds = [id<HoldId>('hold', 1)];
    expect(decideTick({ ...facts, expiredHolds }, at(0, '08:00'))?.writes).toEqual([
      { type: 'delete-hold', holdId: expiredHolds[0] },
    ]);
  });
});

describe('a hold', () => {
  const wanted = {
    clinicId,
    templateId: visit30,
    resourceId: chairs[0],
    practitionerId: null,
    start: at(FAR, '09:00'),
  };
  const holdId = id<HoldId>('hold', 1);
  const holding = (world: World) => {
    const { catalog } = world.site;
    if (catalog === null) throw new Error('no catalogue');
    const facts = siteFacts(world.site, needOfSale(wanted, catalog), world.now);
    const expiresAt = instant(world.now + 5 * 60_000);
    const held = decideHold(facts, { ...wanted, holdId, session: 's', expiresAt }, world.now);
    if (!held.ok) throw new Error(held.refusal.code);
    const applied = applyToSite(world.site, held.value.decision, tools);
    if (applied.ok) world.site = applied.state;
    return world;
  };
  const booking = (world: World, ownHold: HoldId | null) => {
    const { catalog } = world.site;
    if (catalog === null) throw new Error('no catalogue');
    const facts = siteFacts(world.site, needOfSale(wanted, catalog), world.now);
    const patient = { patientKey: 'k', sealed: 'c2Vh', sealedToSite: 'c2l0' };
    const idempotency = { key: 'a', fingerprint: 'b' };
    const command = {
      ...wanted,
      bookingId: id('online', 1),
      holdId: ownHold,
      patient,
      idempotency,
    };
    return decideOnlineBooking(facts, { ...command, bookingId: id('online', 1) }, world.now);
  };

  it('keeps the time from others, not from its owner', () => {
    const world = holding(published(FAR));
    expect(booking(world, null)).toMatchObject({ refusal: { code: 'time-held' } });
    expect(saleKind(booking(world, holdId))).toBe('confirmed');
  });

  it('runs out by itself', () => {
    const world = holding(published(FAR));
    world.now = instant(world.now + 6 * 60_000);
    expect(saleKind(booking(world, null))).toBe('confirmed');
  });

  it('yields to the clinic', () => {
    const world = holding(published(FAR));
    world.staffBook(visit(1, { day: FAR, clock: '09:00' }));
    toSite(world, 9);
    expect(world.site.holds.size).toBe(0);
  });
});

describe('an offer', () => {
  const during = span(FAR, '09:00', 60);
  const offer = (localFrom: string): ClinicEntry => ({
    type: 'OFFER',
    offerId: id<OfferId>('offer', 9),
    preblockId: id('preblo', 9),
    preblockKindId: kind.id,
    resourceId: chairs[1],
    practitionerId: people[1],
    during,
    anchorAt: during.from,
    expiresAt: null,
    local: { zoneId: stockholm.id, tzdb: '2025b', from: localFrom, to: '2026-03-04T10:00' },
  });
  const applied = (world: World, entry: ClinicEntry) => {
    const facts = siteFacts(world.site, { intervals: [during], bookingIds: [] }, world.now);
    const record = {
      ...startOf('clinic-1'),
      type: entry.type,
      v: 1,
      mustUnderstand: true,
      at: world.now,
      prevHash: NO_HASH,
      body: '',
    };
    return decideClinicRecord(facts, { record, entry }, world.now);
  };

  it('whose wall clock agrees with its instants is taken', () => {
    const { writes, notes } = applied(published(FAR), offer('2026-03-04T09:00'));
    expect(writes.map(({ type }) => type)).toEqual(['advance-cursor', 'insert-offer']);
    expect(notes).toEqual([]);
  });

  it('whose wall clock does not is quarantined: it stands, and was never to be had', () => {
    const world = published(FAR);
    const decision = applied(world, offer('2026-03-04T08:00'));
    expect(decision.writes.map(({ type }) => type)).toEqual(['advance-cursor', 'insert-offer']);
    expect(decision.notes).toEqual([{ type: 'offer-quarantined', offerId: id('offer', 9) }]);
    expect(decision.writes[1]).toMatchObject({ offerId: id('offer', 9), expiresAt: 0 });
  });
});

describe('what was decided on facts that have changed', () => {
  const decided = (world: World) => {
    const found = world.patientBooks(time(FAR, '09:00'));
    if (!found.ok) throw new Error(found.refusal.code);
    return found.value.decision;
  };
  const answer = (world: World, decision: SiteDecision) => {
    const applied = applyToSite(world.site, decision, tools);
    return applied.ok ? 'ok' : 'stale' in applied ? applied.stale : applied.refused;
  };
  const rekeyed = (decision: SiteDecision): SiteDecision => ({
    ...decision,
    guards: decision.guards.filter(({ type }) => type !== 'key-unused'),
  });

  it.each([
    ['free', (world: World) => world],
    [
      'offered',
      (world: World) => {
        const [booked] = world.site.bookings.keys();
        if (booked !== undefined) world.patientCancels(booked);
        world.site = { ...world.site, offers: [] };
        return world;
      },
    ],
    [
      'far',
      (world: World) => {
        const [booked] = world.site.bookings.keys();
        if (booked !== undefined) world.patientCancels(booked);
        world.site = { ...world.site, frontierAt: at(FAR, '12:00') };
        return world;
      },
    ],
    [
      'catalog-is',
      (world: World) => {
        const { catalog } = world.site;
        world.site = { ...world.site, catalog: catalog && { ...catalog, version: 9 } };
        return world;
      },
    ],
  ] as const)('is stale by the guard %s', (guard, change) => {
    const world = published(FAR);
    const decision = decided(world);
    expect(answer(change(world), rekeyed(decision))).toBe(guard);
  });

  it('is stale when the key has been used', () => {
    const world = published(FAR);
    const decision = decided(world);
    expect(answer(world, decision)).toBe('key-unused');
  });

  it('is refused by the constraint when no guard notices', () => {
    const world = published(FAR);
    const decision = decided(world);
    expect(answer(world, { ...decision, guards: [] })).toBe('time-taken');
  });
});

describe('a patient’s change', () => {
  it('refuses another patient’s visit as if it did not exist', () => {
    const world = published(FAR);
    const booked = sold(world.patientBooks(time(FAR, '09:00')));
    const visitAtSite = world.site.bookings.get(booked);
    if (visitAtSite === undefined) throw new Error('it was sold');
    expect(world.patientCancels(id('online', 999))).toMatchObject({
      refusal: { code: 'unknown-booking' },
    });
  });
});
