import type { BookingId } from '@tidbok/core';
import type { ClinicMadeVisit } from '@tidbok/sync';
import { describe, expect, it } from 'vitest';
import { at, visit30 } from './practice.ts';
import {
  claimed,
  expectAgreement,
  expectSound,
  FAR,
  inTheBook,
  NEAR,
  published,
  saleKind,
  siteWrote,
  sold,
  staffResult,
  time,
  toClinic,
  visit,
} from './scenario.ts';
import type { World } from './world.ts';

/** Staff book beside what is offered: the site never hears of it. */
function withVisit(world: World): ClinicMadeVisit {
  const booking = visit(1, { day: FAR, clock: '13:00' });
  expect(staffResult(world.staffBook(booking, true))).toBe('booked');
  world.deliverAll();
  return toldOf(world, booking.id);
}

/** What the clinic tells the person whose visit it is. */
function toldOf(world: World, bookingId: BookingId): ClinicMadeVisit {
  const found = world.clinic.facts.bookings.find(({ id }) => id === bookingId);
  if (found === undefined) throw new Error('it is not in the book');
  const { during } = found;
  return { bookingId, templateId: visit30, during, rebookable: true, cancellable: true };
}

const refusal = (outcome: { ok: boolean; refusal?: { code: string } }) => outcome.refusal?.code;

describe('a visit that the clinic made and told the patient of', () => {
  it('is given up through the site, which has never known it', () => {
    const world = published(FAR);
    const told = withVisit(world);
    expect(world.site.bookings.has(told.bookingId)).toBe(false);
    const head = world.siteHead.seq;
    expect(world.patientCancels(told.bookingId, told).ok).toBe(true);
    // The site has no message copy of it: the clinic tells the patient.
    expect(siteWrote(world, head)).toEqual(['CANCEL', 'TELL']);
    expectAgreement(world);
    expect(inTheBook(world)).toEqual([]);
  });

  it('is ended once: asked again, it has ended', () => {
    const world = published(FAR);
    const told = withVisit(world);
    world.patientCancels(told.bookingId, told);
    expect(refusal(world.patientCancels(told.bookingId, told))).toBe('booking-ended');
    expectAgreement(world);
  });

  it('is nobody’s whom the clinic has not told', () => {
    const world = published(FAR);
    const { bookingId, ...rest } = withVisit(world);
    expect(refusal(world.patientCancels(bookingId))).toBe('unknown-booking');
    const another = { ...rest, bookingId: visit(2, { day: FAR, clock: '15:00' }).id };
    expect(refusal(world.patientCancels(bookingId, another))).toBe('unknown-booking');
  });

  it('is changed as the clinic’s template lets, and in time', () => {
    const world = published(FAR);
    const told = withVisit(world);
    const fixed = { ...told, cancellable: false, rebookable: false };
    expect(refusal(world.patientCancels(told.bookingId, fixed))).toBe('not-cancellable');
    const wanted = time(FAR, '09:00');
    expect(refusal(world.patientRebooks(told.bookingId, wanted, fixed))).toBe('not-rebookable');
    world.now = at(FAR, '13:01');
    expect(refusal(world.patientCancels(told.bookingId, told))).toBe('too-late-to-change');
  });

  it('is moved to far time in one breath', () => {
    const world = published(FAR);
    const told = withVisit(world);
    const head = world.siteHead.seq;
    const moved = world.patientRebooks(told.bookingId, time(FAR, '09:00'), told);
    expect(saleKind(moved)).toBe('confirmed');
    expect(siteWrote(world, head)).toEqual(['REBOOK']);
    expectAgreement(world);
    expect(inTheBook(world)).toEqual([sold(moved)]);
  });

  it('is moved to near time when the clinic has accepted, and stands until then', () => {
    const world = published(NEAR, published(FAR));
    const told = withVisit(world);
    const moved = world.patientRebooks(told.bookingId, time(NEAR, '11:00'), told);
    expect(saleKind(moved)).toBe('request');
    expect(inTheBook(world)).toEqual([told.bookingId]);
    expectAgreement(world);
    expect(inTheBook(world)).toEqual([sold(moved)]);
  });

  it('on time that was taken from the site is offered again when it is given up (U5)', () => {
    const world = published(FAR);
    const booking = visit(1, { day: FAR, clock: '09:00' });
    claimed(world.staffBook(booking));
    world.deliverAll();
    expect(saleKind(world.patientBooks(time(FAR, '09:00')))).not.toBe('confirmed');
    world.patientCancels(booking.id, toldOf(world, booking.id));
    expectAgreement(world);
    expect(saleKind(world.patientBooks(time(FAR, '09:00')))).toBe('confirmed');
    expectAgreement(world);
  });

  it.each([
    ['cancel', (world: World, id: BookingId) => world.staffCancel(id)],
    [
      'move',
      (world: World, id: BookingId) =>
        world.staffMove(id, visit(3, { day: FAR, clock: '15:00' }), true),
    ],
  ])('crosses what staff do to it, %s, and both sides agree', (_, act) => {
    const given = published(FAR);
    const told = withVisit(given);
    given.patientCancels(told.bookingId, told);
    act(given, told.bookingId);
    expectSound(given);
    expectAgreement(given);

    const moved = published(FAR);
    const also = withVisit(moved);
    const sale = moved.patientRebooks(also.bookingId, time(FAR, '10:00'), also);
    act(moved, also.bookingId);
    toClinic(moved);
    expectSound(moved);
    expectAgreement(moved);
    expect(inTheBook(moved)).toContain(sold(sale));
  });
});
