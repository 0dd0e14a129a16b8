import { describe, expect, it } from 'vitest';
import { chairs, people, preblock, shift, span } from './practice.ts';
import {
  claimed,
  clinicSaid,
  clinicWrote,
  expectAgreement,
  expectSound,
  FAR,
  inTheBook,
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

/**
 * Each way in which the model checker broke the protocol when a sentence of it was left out
 * (sync-protocol 0.13), as it goes with the sentence in place.
 */
describe('the breaks that the model checker found:', () => {
  it('a claim is open while another chair’s offer is derived', () => {
    const world = published(FAR);
    const wanted = visit(1, { day: FAR, clock: '09:00' }, { chair: 1, person: 0 });
    claimed(world.staffBook(wanted));
    const head = world.clinicHead.seq;
    const hours = { day: FAR, from: '09:00', to: '12:00' };
    world.plan(
      [
        { type: 'delete-shift', shiftId: shift(FAR, { chair: 0, person: 0 }, hours).id },
        { type: 'insert-shift', shift: shift(90, { chair: 1, person: 0 }, hours) },
      ],
      wholeDay(FAR),
    );
    world.addPreblock(preblock(90, 1, hours), wholeDay(FAR));
    const offered = clinicSaid(world, head).flatMap((entry) =>
      entry.type === 'OFFER' ? [entry.during.from] : [],
    );
    expect(offered).toEqual([span(FAR, '09:30', 0).from]);
    toSite(world, 9);
    expectSound(world);
    expectAgreement(world);
    expect(inTheBook(world)).toEqual([wanted.id]);
  });

  it('withdraw, offer again, late WITHDRAWN', () => {
    const world = published(FAR);
    const [placed] = world.clinic.facts.preblocks;
    if (placed === undefined) throw new Error('nothing is published');
    world.removePreblock(placed.id, wholeDay(FAR));
    const head = world.clinicHead.seq;
    world.addPreblock(placed, wholeDay(FAR));
    expect(clinicWrote(world, head)).toEqual([]);
    toSite(world);
    expect(saleKind(world.patientBooks(time(FAR, '09:00')))).toBe('not-offered');
    toClinic(world, 9);
    expect(clinicWrote(world, head)).toEqual(['OFFER']);
    expectSound(world);
    expectAgreement(world);
    expect(saleKind(world.patientBooks(time(FAR, '09:00')))).toBe('confirmed');
  });

  it('the visit of a CLAIM_OK, when something else stands in its time by then', () => {
    const world = published(FAR);
    const across = { chair: 1, person: 0 } as const;
    const claim = claimed(world.staffBook(visit(1, { day: FAR, clock: '09:00' }, across)));
    const other = visit(2, { day: FAR, clock: '09:00' }, { chair: 1, person: 1 });
    expect(staffResult(world.staffBook(other))).toBe('booked');
    world.deliverAll();
    expect(inTheBook(world)).toEqual([other.id]);
    expect(world.clinic.closedClaims.get(claim)).toBe('taken');
    expect(saleKind(world.patientBooks(time(FAR, '09:00')))).toBe('confirmed');
    expectAgreement(world);
  });

  it('an ended offer no longer counts as announced: its time returns', () => {
    const world = published(FAR);
    const wanted = visit(1, { day: FAR, clock: '09:00' });
    world.staffBook(wanted);
    world.deliverAll();
    const head = world.clinicHead.seq;
    world.staffCancel(wanted.id);
    expect(clinicWrote(world, head)).toEqual(['OFFER']);
    expectAgreement(world);
  });

  it('CLAIM_OK ends every offer that binds any of its subjects, on both sides', () => {
    const world = published(FAR);
    const [chair] = chairs;
    const [person] = people;
    const hours = { day: FAR, from: '09:00', to: '12:00' };
    // The practitioner's shift was in the other chair; that offer is still being withdrawn.
    world.plan(
      [
        { type: 'delete-shift', shiftId: shift(FAR, { chair: 0, person: 0 }, hours).id },
        { type: 'insert-shift', shift: shift(90, { chair: 1, person: 0 }, hours) },
      ],
      wholeDay(FAR),
    );
    world.addPreblock(preblock(90, 1, hours), wholeDay(FAR));
    const wanted = visit(1, { day: FAR, clock: '09:00' }, { chair: 1, person: 0 });
    claimed(world.staffBook(wanted));
    toSite(world, 9);
    const binding = world.site.offers.filter(
      (each) =>
        (each.resourceId === chair || each.practitionerId === person) &&
        each.open.some(({ from, to }) => from < wanted.during.to && wanted.during.from < to),
    );
    expect(binding).toEqual([]);
    expectSound(world);
    expectAgreement(world);
    expect(inTheBook(world)).toEqual([wanted.id]);
  });

  it('rebooking over its own old time: the cancel is applied before the sale', () => {
    const world = published(FAR);
    const hours = { day: FAR, from: '12:00', to: '12:45' };
    world.addShift(shift(91, { chair: 0, person: 0 }, hours), wholeDay(FAR));
    world.addPreblock(preblock(91, 0, { ...hours, from: '12:15' }), wholeDay(FAR));
    world.deliverAll();
    const old = sold(world.patientBooks(time(FAR, '09:00')));
    world.deliverAll();
    const moved = world.patientRebooks(old, time(FAR, '09:00'));
    expect(saleKind(moved)).toBe('confirmed');
    expectAgreement(world);
    expect(inTheBook(world)).toEqual([sold(moved)]);
  });

  it('offers bind the practitioner too: in another chair they must be claimed', () => {
    const world = published(FAR);
    const elsewhere = visit(1, { day: FAR, clock: '09:00' }, { chair: 1, person: 0 });
    expect(staffResult(world.staffBook(elsewhere))).toBe('claimed');
    const booked = sold(world.patientBooks(time(FAR, '09:00')));
    expectAgreement(world);
    expect(inTheBook(world)).toEqual([booked]);
  });

  it('claims cover every subject: chair and practitioner', () => {
    const world = published(FAR);
    world.staffBook(visit(1, { day: FAR, clock: '09:00' }));
    expect(clinicSaid(world, 0).at(-1)).toMatchObject({
      type: 'CLAIM',
      subjectIds: [chairs[0], people[0]],
    });
  });

  it('a claim is applied in one transaction: cursor, cut, visit and end of the claim', () => {
    const world = published(FAR);
    const wanted = visit(1, { day: FAR, clock: '09:00' });
    claimed(world.staffBook(wanted));
    toSite(world, 9);
    const before = world.clinic.facts.siteCursor.seq;
    toClinic(world);
    expect(world.clinic.facts.siteCursor.seq).toBe(before + 1);
    expect(inTheBook(world)).toEqual([wanted.id]);
    expect(world.clinic.facts.claims).toEqual([]);
    expectSound(world);
  });
});
