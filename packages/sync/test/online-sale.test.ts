import { describe, expect, it } from 'vitest';
import { instant, HOUR_MS } from '@tidbok/core';
import { requestExpiry } from '@tidbok/sync';
import { at } from './practice.ts';
import {
  atTheSite,
  expectAgreement,
  expectSound,
  FAR,
  inTheBook,
  NEAR,
  published,
  saleKind,
  siteWrote,
  sold,
  time,
  toClinic,
  toSite,
  visit,
  xrayTime,
  wholeDay,
} from './scenario.ts';

describe('a patient books far time', () => {
  it('is confirmed at once, though the clinic hears nothing, and stands in the book later', () => {
    const world = published(FAR);
    const head = world.siteHead.seq;
    const booked = world.patientBooks(time(FAR, '09:00'));
    expect(saleKind(booked)).toBe('confirmed');
    expect(siteWrote(world, head)).toEqual(['BOOK']);
    expect(inTheBook(world)).toEqual([]);
    world.deliverAll();
    expect(inTheBook(world)).toEqual([sold(booked)]);
    expectAgreement(world);
  });

  it('is registered by ITB with the template’s text, length and card', () => {
    const world = published(FAR);
    const booked = sold(world.patientBooks(time(FAR, '09:00')));
    world.deliverAll();
    const found = world.clinic.facts.bookings.find(({ id }) => id === booked);
    expect(found).toMatchObject({
      source: 'online',
      state: 'confirmed',
      bookText: 'US',
      summonsCard: true,
      moveNextRecall: true,
      knownAtSite: true,
      during: { from: at(FAR, '09:00'), to: at(FAR, '09:30') },
    });
  });

  it('takes the time from the next patient', () => {
    const world = published(FAR);
    world.patientBooks(time(FAR, '09:00'));
    expect(saleKind(world.patientBooks(time(FAR, '09:00')))).toBe('time-taken');
  });

  it('has one winner when two have looked before either books', () => {
    const world = published(FAR);
    const both = world.twoPatientsBook(time(FAR, '09:00'));
    expect(both.map(saleKind)).toEqual(['confirmed', 'time-taken']);
    expectAgreement(world);
  });

  it('takes one answer for one key, however often it is asked', () => {
    const world = published(FAR);
    world.patientBooks(time(FAR, '09:00'), 77);
    const again = world.patientBooks(time(FAR, '10:00'), 77);
    expect(again.ok).toBe(false);
    expect(Object.keys(atTheSite(world))).toHaveLength(1);
  });

  it('is refused off the grid and where nothing is offered', () => {
    const world = published(FAR);
    expect(saleKind(world.patientBooks(time(FAR, '09:10')))).not.toBe('confirmed');
    expect(saleKind(world.patientBooks(time(FAR, '13:00')))).toBe('not-offered');
    expect(saleKind(world.patientBooks(time(FAR, '09:00', 1)))).toBe('not-offered');
  });

  it('becomes a request when the clinic was not heard for the offline limit', () => {
    const world = published(6);
    world.now = instant(world.now + 97 * HOUR_MS);
    expect(saleKind(world.patientBooks(time(6, '11:00')))).toBe('request');
  });
});

describe('a patient books near time', () => {
  it('waits for the clinic, which accepts', () => {
    const world = published(NEAR);
    const booked = world.patientBooks(time(NEAR, '11:00'));
    expect(saleKind(booked)).toBe('request');
    expect(atTheSite(world)).toEqual({ [sold(booked)]: 'pending' });
    expect(world.site.messages.map(({ kind }) => kind)).toEqual(['preliminary']);
    world.deliverAll();
    expect(atTheSite(world)).toEqual({ [sold(booked)]: 'confirmed' });
    expect(world.site.messages.map(({ kind }) => kind)).toEqual(['preliminary', 'confirmation']);
    expectAgreement(world);
  });

  it('is rejected when staff took the time meanwhile, and the request stays till then', () => {
    const world = published(NEAR);
    const booked = world.patientBooks(time(NEAR, '11:00'));
    world.staffBook(visit(1, { day: NEAR, clock: '11:00' }));
    toSite(world);
    expect(atTheSite(world)).toEqual({ [sold(booked)]: 'pending' });
    world.deliverAll();
    expect(atTheSite(world)).toEqual({ [sold(booked)]: 'cancelled' });
    expect(world.site.messages.at(-1)?.kind).toBe('rejection');
    expectAgreement(world);
  });

  it('is rejected when the preblock was removed meanwhile', () => {
    const world = published(NEAR);
    world.patientBooks(time(NEAR, '11:00'));
    const [removed] = world.clinic.facts.preblocks;
    if (removed !== undefined) world.removePreblock(removed.id, wholeDay(NEAR));
    world.deliverAll();
    expect(inTheBook(world)).toEqual([]);
    expectAgreement(world);
  });

  it('ends by itself when the clinic does not answer', () => {
    const world = published(NEAR);
    const booked = world.patientBooks(time(NEAR, '11:00'));
    world.pass(181);
    expect(atTheSite(world)).toEqual({ [sold(booked)]: 'cancelled' });
    expectAgreement(world);
    expect(inTheBook(world)).toEqual([]);
  });

  it('expires two hours later, or two hours before the visit, or at its start', () => {
    const now = at(0, '08:00');
    expect(requestExpiry(at(0, '15:00'), now)).toBe(at(0, '10:00'));
    expect(requestExpiry(at(0, '11:00'), now)).toBe(at(0, '09:00'));
    expect(requestExpiry(at(0, '09:30'), now)).toBe(at(0, '09:30'));
  });
});

describe('a template that needs a subject which the offer does not bind', () => {
  it('is sold by request, however far away', () => {
    const world = published(FAR);
    const booked = world.patientBooks(xrayTime(FAR, '09:00'));
    expect(saleKind(booked)).toBe('request');
    world.deliverAll();
    expect(atTheSite(world)).toEqual({ [sold(booked)]: 'confirmed' });
    expectAgreement(world);
  });

  it('holds the X-ray for its own part only', () => {
    const world = published(FAR);
    world.patientBooks(xrayTime(FAR, '09:00'));
    expect(saleKind(world.patientBooks(xrayTime(FAR, '09:30')))).toBe('request');
    expectAgreement(world);
  });
});

describe('a patient changes a visit', () => {
  it('cancels, and the time is for sale at once', () => {
    const world = published(FAR);
    const booked = sold(world.patientBooks(time(FAR, '09:00')));
    expect(world.patientCancels(booked).ok).toBe(true);
    expect(saleKind(world.patientBooks(time(FAR, '09:00')))).toBe('confirmed');
    expectAgreement(world);
    expect(inTheBook(world)).toHaveLength(1);
  });

  it('cannot cancel twice', () => {
    const world = published(FAR);
    const booked = sold(world.patientBooks(time(FAR, '09:00')));
    world.patientCancels(booked);
    expect(world.patientCancels(booked)).toMatchObject({ refusal: { code: 'booking-ended' } });
  });

  it('moves it in one breath, the old time being for sale at once', () => {
    const world = published(FAR);
    const old = sold(world.patientBooks(time(FAR, '09:00')));
    const head = world.siteHead.seq;
    const moved = world.patientRebooks(old, time(FAR, '10:00'));
    expect(saleKind(moved)).toBe('confirmed');
    expect(siteWrote(world, head)).toEqual(['REBOOK']);
    expect(saleKind(world.patientBooks(time(FAR, '09:00')))).toBe('confirmed');
    expectAgreement(world);
  });

  it('moves it to near time by request, and keeps the old one until the site has the yes', () => {
    const world = published(NEAR, published(FAR));
    const old = sold(world.patientBooks(time(FAR, '09:00')));
    world.deliverAll();
    const moved = sold(world.patientRebooks(old, time(NEAR, '11:00')));
    expect(atTheSite(world)).toEqual({ [old]: 'confirmed', [moved]: 'pending' });
    toClinic(world);
    expect(inTheBook(world)).toEqual([old, moved]);
    toSite(world);
    expect(atTheSite(world)).toEqual({ [old]: 'cancelled', [moved]: 'confirmed' });
    expectAgreement(world);
    expect(inTheBook(world)).toEqual([moved]);
  });

  it('keeps the old visit when the request to move it ends before the yes arrives', () => {
    const world = published(NEAR, published(FAR));
    const old = sold(world.patientBooks(time(FAR, '09:00')));
    world.deliverAll();
    const moved = sold(world.patientRebooks(old, time(NEAR, '11:00')));
    toClinic(world);
    world.pass(181);
    expect(atTheSite(world)).toEqual({ [old]: 'confirmed', [moved]: 'cancelled' });
    expectAgreement(world);
    expect(inTheBook(world)).toEqual([old]);
    expectSound(world);
  });

  it('and staff move the same visit: both stand, and a person is told', () => {
    const world = published(FAR);
    const old = sold(world.patientBooks(time(FAR, '09:00')));
    world.deliverAll();
    const moved = { ...visit(1, { day: FAR, clock: '14:00' }) };
    world.staffMove(old, moved);
    world.patientRebooks(old, time(FAR, '10:00'));
    expectAgreement(world);
    expect(world.clinic.needsPerson.map(({ kind }) => kind)).toEqual(['crossed-change']);
    expect(inTheBook(world)).toHaveLength(2);
  });
});
