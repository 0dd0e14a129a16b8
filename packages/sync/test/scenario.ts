import { expect } from 'vitest';
import type { BookingId, ClaimId, Outcome } from '@tidbok/core';
import { decodeClinicEntry, type ClinicEntry } from '@tidbok/protocol';
import type { Sale, StaffBookingResult } from '@tidbok/sync';
import {
  at,
  chairs,
  preblock,
  shift,
  span,
  staffVisit,
  visit30,
  visitWithXray,
} from './practice.ts';
import { checkAlways, checkAtRest } from './oracles.ts';
import { World } from './world.ts';

/** Wednesday is far (the frontier lies in Tuesday), Monday is near. */
export const NEAR = 0;
export const FAR = 2;

type Numbered = 0 | 1;

/** One practitioner in one chair, 09:00-12:00 Internet time on the day. */
export function published(day: number, world = new World()): World {
  const hours = { day, from: '09:00', to: '12:00' };
  world.addShift(shift(day, { chair: 0, person: 0 }, hours), wholeDay(day));
  world.addPreblock(preblock(day, 0, hours), wholeDay(day));
  world.deliverAll();
  return world;
}

export function wholeDay(day: number) {
  return span(day, '00:00', 1440);
}

export function time(day: number, clock: string, chair: Numbered = 0) {
  return { start: at(day, clock), chair: chairs[chair], templateId: visit30 };
}

export function xrayTime(day: number, clock: string) {
  return { ...time(day, clock), templateId: visitWithXray };
}

export function visit(
  number: number,
  when: { day: number; clock: string; minutes?: number },
  who: { chair: Numbered; person: Numbered } = { chair: 0, person: 0 },
) {
  return staffVisit(number, who, span(when.day, when.clock, when.minutes ?? 30));
}

export function sold(outcome: Outcome<Sale>): BookingId {
  if (!outcome.ok) throw new Error(outcome.refusal.code);
  return outcome.value.booking.bookingId;
}

export function saleKind(outcome: Outcome<Sale>): string {
  return outcome.ok ? outcome.value.kind : outcome.refusal.code;
}

export function claimed(outcome: Outcome<StaffBookingResult>): ClaimId {
  if (!outcome.ok || outcome.value.type !== 'claimed') throw new Error('no claim was made');
  return outcome.value.claimId;
}

export function staffResult(outcome: Outcome<StaffBookingResult>): string {
  return outcome.ok ? outcome.value.type : outcome.refusal.code;
}

/** The types of the records that the clinic, or the site, has written since `seq`. */
export function clinicWrote(world: World, seq: number): string[] {
  return world.clinic.log.records.slice(seq).map(({ type }) => type);
}

export function clinicSaid(world: World, seq: number): ClinicEntry[] {
  return world.clinic.log.records.slice(seq).flatMap((record) => {
    const decoded = decodeClinicEntry(record);
    return decoded.type === 'entry' ? [decoded.entry] : [];
  });
}

export function siteWrote(world: World, seq: number): string[] {
  return world.site.log.records.slice(seq).map(({ type }) => type);
}

export function inTheBook(world: World): BookingId[] {
  return world.clinic.facts.bookings.map(({ id }) => id);
}

export function atTheSite(world: World): Record<string, string> {
  return Object.fromEntries(
    [...world.site.bookings.values()].map(({ bookingId, state }) => [bookingId, state]),
  );
}

/** What the clinic says next arrives; what the site says waits. */
export function toSite(world: World, count = 1): void {
  for (let left = count; left > 0; left -= 1) {
    const record = world.clinic.log.records[world.site.clinicCursor.seq];
    if (record !== undefined) world.deliverToSite(record);
  }
}

export function toClinic(world: World, count = 1): void {
  for (let left = count; left > 0; left -= 1) {
    const record = world.site.log.records[world.clinic.facts.siteCursor.seq];
    if (record !== undefined) world.deliverToClinic(record);
  }
}

export function expectSound(world: World): void {
  expect(checkAlways(world)).toBeNull();
}

/** All is delivered, and both sides agree. */
export function expectAgreement(world: World): void {
  world.deliverAll();
  expect(checkAtRest(world)).toBeNull();
}
