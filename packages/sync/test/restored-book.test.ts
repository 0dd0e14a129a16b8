import { expect, it } from 'vitest';
import { instant, type Instant } from '@tidbok/core';
import { snapshotFrom, type NewBooking } from '@tidbok/sync';
import { checkAlways } from './oracles.ts';
import { at, preblock, shift, xray } from './practice.ts';
import {
  atTheSite,
  clinicSaid,
  expectAgreement,
  FAR,
  inTheBook,
  NEAR,
  published,
  saleKind,
  sold,
  staffResult,
  time,
  toClinic,
  toSite,
  visit,
  wholeDay,
} from './scenario.ts';
import { World } from './world.ts';

/** The backup begins anew under a clock that is days ahead, and is then set right. */
function restoreDaysAhead(world: World, backup: World['clinic']): void {
  const { now } = world;
  world.now = at(FAR + 3, '08:00');
  world.restoreClinic(backup);
  world.now = now;
  world.deliverAll();
}

function withXray(booking: NewBooking): NewBooking {
  const { during, occupancies } = booking;
  return { ...booking, occupancies: [...occupancies, { subjectId: xray, during }] };
}

it('a restored book takes no time unasked of which it does not know that it was planned', () => {
  const world = new World();
  world.deliverAll();
  const backup = world.clinic;
  published(FAR, world);
  const sale = sold(world.patientBooks(time(FAR, '09:00')));
  world.restoreClinic(backup);
  const wanted = visit(1, { day: FAR, clock: '09:00' });
  expect(staffResult(world.staffBook(wanted))).toBe('book-recovering');
  expect(checkAlways(world)).toBeNull();
  world.deliverAll();
  expect(inTheBook(world)).toEqual([sale]);
  world.plan([], wholeDay(FAR));
  expect(staffResult(world.staffBook(wanted))).toBe('time-taken');
});

it('a restored book whose clock is days ahead gets back what was sold for the days between', () => {
  const world = published(FAR);
  const backup = world.clinic;
  const sale = sold(world.patientBooks(time(FAR, '09:00')));
  world.deliverAll();
  restoreDaysAhead(world, backup);
  expect(inTheBook(world)).toEqual([sale]);
});

it('a restored book whose clock is days ahead hears what was cancelled for the days between', () => {
  const world = published(FAR);
  world.tick();
  const sale = sold(world.patientBooks(time(FAR, '09:00')));
  world.deliverAll();
  const backup = world.clinic;
  expect(world.patientCancels(sale).ok).toBe(true);
  world.deliverAll();
  restoreDaysAhead(world, backup);
  expect(inTheBook(world)).toEqual([]);
});

/** Staff have moved a sale to 13:00, with the X-ray; the book is restored to before all that. */
function lostMove(): World {
  const world = published(FAR);
  const backup = world.clinic;
  const before = world.site;
  const sale = sold(world.patientBooks(time(FAR, '09:00')));
  world.deliverAll();
  const moved = withXray(visit(1, { day: FAR, clock: '13:00' }));
  expect(staffResult(world.staffMove(sale, moved))).toBe('booked');
  world.deliverAll();
  // Now the site has it from the book, without what the patient typed.
  world.restoreSite(before);
  world.deliverAll();
  world.restoreClinic(backup);
  world.deliverAll();
  return world;
}

it('a visit that a restore lost keeps all that it took, the X-ray too, until a person knows', () => {
  const world = lostMove();
  const meets = { day: FAR, clock: '13:00' };
  const elsewhere = { chair: 1, person: 1 } as const;
  expect(staffResult(world.staffBook(withXray(visit(2, meets, elsewhere))))).toBe('time-unknown');
  expect(staffResult(world.staffBook(visit(3, meets, elsewhere)))).toBe('booked');
  expect(checkAlways(world)).toBeNull();
});

it('who knowingly takes the time of a lost visit is done with it, while the book recovers too', () => {
  const world = lostMove();
  const lost = () => world.clinic.facts.unknowns.filter(({ bookingId }) => bookingId !== null);
  expect(lost()).toHaveLength(1);
  world.beginResync('whole');
  const wanted = visit(2, { day: FAR, clock: '13:00' });
  expect(staffResult(world.staffBook(wanted))).toBe('time-unknown');
  expect(staffResult(world.staffBook(wanted, true))).toBe('booked');
  expect(lost()).toEqual([]);
});

it('what a restored book knows only as moved is ended on both sides', () => {
  const world = published(FAR);
  const backup = world.clinic;
  const sale = sold(world.patientBooks(time(FAR, '09:00')));
  world.deliverAll();
  const before = world.site;
  // In its own way at the site: there it can come by a move alone.
  const moved = visit(1, { day: FAR, clock: '09:15' });
  expect(staffResult(world.staffMove(sale, moved))).toBe('claimed');
  world.deliverAll();
  world.restoreClinic(backup);
  world.deliverAll();
  expect(inTheBook(world)).not.toContain(sale);
  world.restoreSite(before);
  expectAgreement(world);
  expect(inTheBook(world)).not.toContain(sale);
  expect(atTheSite(world)[sale]).toBe('cancelled');
});

it('staff’s end of a visit is told although the site has what a rebooking led to as well', () => {
  const world = published(FAR, published(NEAR));
  const sale = sold(world.patientBooks(time(FAR, '09:00')));
  world.deliverAll();
  const before = world.site;
  const rebooked = sold(world.patientRebooks(sale, time(NEAR, '10:00')));
  toClinic(world);
  expect(inTheBook(world)).toEqual([sale, rebooked]);
  world.restoreSite(before);
  world.shakeHands();
  toSite(world, 9);
  expect(atTheSite(world)).toEqual({ [sale]: 'confirmed', [rebooked]: 'confirmed' });
  expect(world.staffCancel(sale).ok).toBe(true);
  expectAgreement(world);
  expect(atTheSite(world)).toEqual({ [sale]: 'cancelled', [rebooked]: 'confirmed' });
});

it('a book whose clock is days ahead tells a restored site what was in the way there', () => {
  const world = published(FAR);
  const before = world.site;
  const lost = sold(world.patientBooks(time(FAR, '09:00')));
  const withLost = world.site;
  world.restoreSite(before);
  world.deliverAll();
  const sale = sold(world.patientBooks(time(FAR, '09:00')));
  world.deliverAll();
  world.restoreSite(withLost);
  world.shakeHands();
  toSite(world, 9);
  const { now } = world;
  world.now = at(FAR, '14:00');
  toClinic(world, 9);
  world.now = now;
  world.deliverAll();
  expect(inTheBook(world)).toEqual([sale, lost]);
  const told = clinicSaid(world, 0).filter(({ type }) => type === 'OVERRIDE');
  expect(told).toMatchObject([{ bookingId: sale }]);
});

it('a moved visit that another keeps out of a restored site takes its time all the same', () => {
  const world = published(FAR);
  const hours = { day: FAR, from: '09:00', to: '12:00' };
  world.addShift(shift(7, { chair: 1, person: 1 }, hours), wholeDay(FAR));
  world.addPreblock(preblock(7, 1, hours), wholeDay(FAR));
  const sale = sold(world.patientBooks(time(FAR, '09:00')));
  world.deliverAll();
  const before = world.site;
  const lost = sold(world.patientBooks(time(FAR, '10:00', 1)));
  const withLost = world.site;
  world.restoreSite(before);
  world.deliverAll();
  const moved = visit(1, { day: FAR, clock: '10:00' }, { chair: 1, person: 0 });
  expect(staffResult(world.staffMove(sale, moved))).toBe('claimed');
  world.deliverAll();
  world.restoreSite(withLost);
  world.deliverAll();
  expect(inTheBook(world)).toEqual([moved.id, lost]);
  expect(saleKind(world.patientBooks(time(FAR, '10:00')))).toBe('not-offered');
  const told = world.clinic.needsPerson.filter(({ kind }) => kind === 'overlap');
  expect(told.map(({ bookingIds }) => bookingIds)).toEqual([[lost, moved.id]]);
});

it('a book that never heard a frontier tells of visits to come though its clock is days ahead', () => {
  const [now, ahead] = [at(FAR, '08:00'), at(FAR + 3, '08:00')];
  const from = (clock: Instant, frontierAt: Instant, nearHours = 24) =>
    snapshotFrom({ now: clock, frontierAt, nearHours });
  expect(from(ahead, instant(0))).toBeLessThan(now);
  // The frontier tells how far: two days of it may lie ahead of the site's own clock.
  expect(from(ahead, now)).toBeLessThan(now);
  expect(from(now, now)).toBeGreaterThan(at(FAR - 4, '08:00'));
});

it('a book that sells only far time tells of visits to come, however far ahead its frontier is', () => {
  const [now, ahead] = [at(FAR, '08:00'), at(FAR + 3, '08:00')];
  const frontierAt = at(FAR + 7, '08:00');
  expect(snapshotFrom({ now: ahead, frontierAt, nearHours: 7 * 24 })).toBeLessThan(now);
});
