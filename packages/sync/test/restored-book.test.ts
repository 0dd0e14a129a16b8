import { expect, it } from 'vitest';
import { checkAlways } from './oracles.ts';
import { at } from './practice.ts';
import { FAR, inTheBook, published, sold, staffResult, time, visit, wholeDay } from './scenario.ts';
import { World } from './world.ts';

/** The backup begins anew under a clock that is days ahead, and is then set right. */
function restoreDaysAhead(world: World, backup: World['clinic']): void {
  const { now } = world;
  world.now = at(FAR + 3, '08:00');
  world.restoreClinic(backup);
  world.now = now;
  world.deliverAll();
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
