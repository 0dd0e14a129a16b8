import { describe, expect, it } from 'vitest';
import { preblock, visitWithXray } from './practice.ts';
import {
  atTheSite,
  claimed,
  clinicWrote,
  expectAgreement,
  expectSound,
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

describe('staff book time that was never offered', () => {
  it('at once, and nothing leaves the clinic', () => {
    const world = published(FAR);
    const head = world.clinicHead.seq;
    const booked = world.staffBook(visit(1, { day: FAR, clock: '14:00' }));
    expect(staffResult(booked)).toBe('booked');
    expect(clinicWrote(world, head)).toEqual([]);
  });

  it('but not where a visit stands', () => {
    const world = published(FAR);
    world.staffBook(visit(1, { day: FAR, clock: '14:00' }));
    const again = world.staffBook(visit(2, { day: FAR, clock: '14:15' }));
    expect(staffResult(again)).toBe('time-taken');
    const elsewhere = visit(3, { day: FAR, clock: '14:15' }, { chair: 1, person: 0 });
    expect(staffResult(world.staffBook(elsewhere))).toBe('time-taken');
  });
});

describe('staff book near offered time', () => {
  it('at once, without the link, and the site stops offering what it touches', () => {
    const world = published(NEAR);
    const head = world.clinicHead.seq;
    const booked = world.staffBook(visit(1, { day: NEAR, clock: '11:00', minutes: 40 }));
    expect(staffResult(booked)).toBe('booked');
    expect(clinicWrote(world, head)).toEqual(['BLOCK']);
    world.deliverAll();
    expect(saleKind(world.patientBooks(time(NEAR, '11:00')))).toBe('not-offered');
    expect(saleKind(world.patientBooks(time(NEAR, '11:30')))).toBe('not-offered');
    expect(saleKind(world.patientBooks(time(NEAR, '10:30')))).toBe('request');
    expectAgreement(world);
  });

  it('and cancel: both its times are offered again', () => {
    const world = published(NEAR);
    const booked = visit(1, { day: NEAR, clock: '11:00', minutes: 40 });
    world.staffBook(booked);
    const head = world.clinicHead.seq;
    world.staffCancel(booked.id);
    expect(clinicWrote(world, head)).toEqual(['UNBLOCK', 'OFFER']);
    world.deliverAll();
    expect(saleKind(world.patientBooks(time(NEAR, '11:00')))).toBe('request');
    expect(saleKind(world.patientBooks(time(NEAR, '11:30')))).toBe('request');
    expectAgreement(world);
  });
});

describe('staff book far offered time', () => {
  it('ask first, and the site’s yes puts the visit in', () => {
    const world = published(FAR);
    const wanted = visit(1, { day: FAR, clock: '10:00' });
    claimed(world.staffBook(wanted));
    expect(inTheBook(world)).toEqual([]);
    world.deliverAll();
    expect(inTheBook(world)).toEqual([wanted.id]);
    expect(saleKind(world.patientBooks(time(FAR, '10:00')))).toBe('not-offered');
    expectAgreement(world);
  });

  it('get a no when it was sold while they asked', () => {
    const world = published(FAR);
    const booked = sold(world.patientBooks(time(FAR, '10:00')));
    const claim = claimed(world.staffBook(visit(1, { day: FAR, clock: '10:00' })));
    expectAgreement(world);
    expect(inTheBook(world)).toEqual([booked]);
    expect(world.clinic.closedClaims.get(claim)).toBe('lost');
  });

  it('have the practitioner in another chair: that must be asked for as well', () => {
    const world = published(FAR);
    const elsewhere = visit(1, { day: FAR, clock: '10:00' }, { chair: 1, person: 0 });
    expect(staffResult(world.staffBook(elsewhere))).toBe('claimed');
    world.deliverAll();
    expect(inTheBook(world)).toEqual([elsewhere.id]);
    expect(saleKind(world.patientBooks(time(FAR, '10:00')))).toBe('not-offered');
    expectAgreement(world);
  });

  it('stop waiting: a late yes gives the time back without a visit', () => {
    const world = published(FAR);
    const claim = claimed(world.staffBook(visit(1, { day: FAR, clock: '10:00' })));
    world.abandonClaim(claim);
    world.deliverAll();
    expect(inTheBook(world)).toEqual([]);
    expect(saleKind(world.patientBooks(time(FAR, '10:00')))).toBe('confirmed');
    expectAgreement(world);
  });

  it('cancel it again: the time is offered again', () => {
    const world = published(FAR);
    const wanted = visit(1, { day: FAR, clock: '10:00' });
    world.staffBook(wanted);
    world.deliverAll();
    world.staffCancel(wanted.id);
    world.deliverAll();
    expect(saleKind(world.patientBooks(time(FAR, '10:00')))).toBe('confirmed');
    expectAgreement(world);
  });
});

describe('staff override far time that the site cannot be asked for', () => {
  it('and the time was free: the visit stands as any other', () => {
    const world = published(FAR);
    const wanted = visit(1, { day: FAR, clock: '10:00' });
    expect(staffResult(world.staffBook(wanted, true))).toBe('booked');
    expect(world.clinic.facts.bookings).toMatchObject([
      { override: true, overridden: ['site-not-reached'] },
    ]);
    expectAgreement(world);
    expect(world.clinic.needsPerson).toEqual([]);
  });

  it('and it was sold: the patient’s visit goes in, the other is marked, a person is told once', () => {
    const world = published(FAR);
    const booked = sold(world.patientBooks(time(FAR, '10:00')));
    const wanted = visit(1, { day: FAR, clock: '10:00' });
    world.staffBook(wanted, true);
    expectAgreement(world);
    const marks = world.clinic.facts.bookings.map(({ id, conflict }) => [id, conflict]);
    expect(marks).toEqual([
      [wanted.id, true],
      [booked, false],
    ]);
    expect(world.clinic.needsPerson.map(({ kind }) => kind)).toEqual(['override-conflict']);
  });

  it('and a patient had only asked: the request is rejected', () => {
    const world = published(FAR);
    const asked = world.patientBooks({ ...time(FAR, '10:00'), templateId: visitWithXray });
    world.staffBook(visit(1, { day: FAR, clock: '10:00' }), true);
    expectAgreement(world);
    expect(atTheSite(world)).toEqual({ [sold(asked)]: 'cancelled' });
    expect(world.clinic.needsPerson).toEqual([]);
  });

  it('and cancel it before the site has heard: nothing is sold twice', () => {
    const world = published(FAR);
    const wanted = visit(1, { day: FAR, clock: '10:00' });
    world.staffBook(wanted, true);
    world.staffCancel(wanted.id);
    const next = world.staffBook(visit(2, { day: FAR, clock: '10:00' }));
    expect(staffResult(next)).toBe('claimed');
    world.patientBooks(time(FAR, '10:00'));
    expectAgreement(world);
  });
});

describe('staff change a visit that the site sold', () => {
  it('cancel it: the site cancels it too, and offers the time again', () => {
    const world = published(FAR);
    const booked = sold(world.patientBooks(time(FAR, '10:00')));
    world.deliverAll();
    const head = world.clinicHead.seq;
    world.staffCancel(booked);
    expect(clinicWrote(world, head)).toEqual(['CANCEL']);
    world.deliverAll();
    expect(atTheSite(world)).toEqual({ [booked]: 'cancelled' });
    // Of what staff do the patient is told from the clinic's side.
    expect(world.site.messages.map(({ kind }) => kind)).toEqual(['confirmation']);
    expect(saleKind(world.patientBooks(time(FAR, '10:00')))).toBe('confirmed');
    expectAgreement(world);
  });

  it('move it to their own time: one entry moves it at the site', () => {
    const world = published(FAR);
    const booked = sold(world.patientBooks(time(FAR, '10:00')));
    world.deliverAll();
    const head = world.clinicHead.seq;
    const moved = visit(1, { day: FAR, clock: '14:00' });
    expect(staffResult(world.staffMove(booked, moved))).toBe('booked');
    expect(clinicWrote(world, head)).toEqual(['MOVE']);
    expectAgreement(world);
    expect(atTheSite(world)).toEqual({ [booked]: 'cancelled', [moved.id]: 'confirmed' });
    expect(world.site.bookings.get(moved.id)?.patientKey).not.toBeNull();
  });

  it('move it within far time by a claim, over its own old time too', () => {
    const world = published(FAR);
    const booked = sold(world.patientBooks(time(FAR, '10:00')));
    world.deliverAll();
    const moved = visit(1, { day: FAR, clock: '10:15' });
    claimed(world.staffMove(booked, moved));
    expectAgreement(world);
    expect(inTheBook(world)).toEqual([moved.id]);
    expect(atTheSite(world)).toEqual({ [booked]: 'cancelled', [moved.id]: 'confirmed' });
  });

  it('move it onto near time that a patient asks for: the request gives way', () => {
    const world = published(NEAR, published(FAR));
    const booked = sold(world.patientBooks(time(FAR, '10:00')));
    world.deliverAll();
    const asked = sold(world.patientBooks(time(NEAR, '11:00')));
    const moved = visit(1, { day: NEAR, clock: '11:00' });
    world.staffMove(booked, moved);
    expectAgreement(world);
    expect(atTheSite(world)).toEqual({
      [booked]: 'cancelled',
      [asked]: 'cancelled',
      [moved.id]: 'confirmed',
    });
  });

  it('move it while the patient cancels: staff’s visit stands, a person is told', () => {
    const world = published(FAR);
    const booked = sold(world.patientBooks(time(FAR, '10:00')));
    world.deliverAll();
    world.patientCancels(booked);
    world.staffMove(booked, visit(1, { day: FAR, clock: '14:00' }));
    expectAgreement(world);
    expect(world.clinic.needsPerson.map(({ kind }) => kind)).toEqual(['crossed-change']);
  });

  it('cannot move or cancel what has ended', () => {
    const world = published(FAR);
    const moved = visit(1, { day: FAR, clock: '14:00' });
    world.staffBook(moved);
    world.staffCancel(moved.id);
    expect(world.staffCancel(moved.id)).toMatchObject({ refusal: { code: 'booking-ended' } });
    const next = world.staffMove(moved.id, visit(2, { day: FAR, clock: '15:00' }));
    expect(staffResult(next)).toBe('booking-ended');
  });
});

describe('staff move a visit of their own', () => {
  it('within near offered time: the old is offered again, the new is not', () => {
    const world = published(NEAR);
    const booked = visit(1, { day: NEAR, clock: '10:00' });
    world.staffBook(booked);
    const head = world.clinicHead.seq;
    world.staffMove(booked.id, visit(2, { day: NEAR, clock: '11:00' }));
    expect(clinicWrote(world, head)).toEqual(['UNBLOCK', 'BLOCK', 'OFFER']);
    expectAgreement(world);
  });

  it('from far time to far time: one claim, and the old is offered again', () => {
    const world = published(FAR);
    const booked = visit(1, { day: FAR, clock: '10:00' });
    world.staffBook(booked);
    world.deliverAll();
    claimed(world.staffMove(booked.id, visit(2, { day: FAR, clock: '11:00' })));
    expect(inTheBook(world)).toEqual([booked.id]);
    world.deliverAll();
    expect(saleKind(world.patientBooks(time(FAR, '10:00')))).toBe('confirmed');
    expect(saleKind(world.patientBooks(time(FAR, '11:00')))).toBe('not-offered');
    expectAgreement(world);
  });
});

describe('what is published', () => {
  it('is withdrawn when the preblock goes, near and far; what was sold stays sold', () => {
    const world = published(FAR);
    const booked = sold(world.patientBooks(time(FAR, '10:00')));
    const [removed] = world.clinic.facts.preblocks;
    if (removed !== undefined) world.removePreblock(removed.id, wholeDay(FAR));
    toClinic(world);
    expect(staffResult(world.staffBook(visit(1, { day: FAR, clock: '11:00' })))).toBe('claimed');
    world.deliverAll();
    expect(saleKind(world.patientBooks(time(FAR, '09:00')))).toBe('not-offered');
    expect(inTheBook(world)).toContain(booked);
    expectAgreement(world);
    expect(staffResult(world.staffBook(visit(2, { day: FAR, clock: '09:00' })))).toBe('booked');
  });

  it('does not hold what staff have booked already', () => {
    const world = published(FAR);
    world.staffBook(visit(1, { day: FAR, clock: '14:00' }));
    const hours = { day: FAR, from: '13:00', to: '15:00' };
    world.addPreblock(preblock(50, 0, hours), wholeDay(FAR));
    expectSound(world);
    toSite(world, 5);
    expect(saleKind(world.patientBooks(time(FAR, '14:00')))).toBe('not-offered');
    expectAgreement(world);
  });

  it('stays at the clinic while it is not paired', () => {
    const world = new World();
    const alone = { ...world.clinic, facts: { ...world.clinic.facts, paired: false } };
    world.clinic = alone;
    const head = world.clinicHead.seq;
    world.addPreblock(preblock(1, 0, { day: FAR, from: '09:00', to: '10:00' }), wholeDay(FAR));
    world.staffBook(visit(1, { day: FAR, clock: '09:00' }));
    expect(clinicWrote(world, head)).toEqual([]);
  });
});
