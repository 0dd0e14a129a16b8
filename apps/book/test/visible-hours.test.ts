import { describe, expect, it } from 'vitest';
import {
  hoursWithin,
  minuteAt,
  positionOf,
  visibleHours,
  widestGap,
  without,
} from '../src/grid/visible-hours.ts';

const stretch = (fromMinute: number, toMinute: number) => ({ fromMinute, toMinute });

describe('the hours of a day that are drawn', () => {
  it('are the usual day with half an hour around, when nothing asks for more', () => {
    expect(visibleHours([])).toEqual(stretch(7 * 60 + 30, 16 * 60 + 30));
  });

  it('reach around an early shift and a late booking', () => {
    const shown = visibleHours([stretch(6 * 60 + 45, 12 * 60), stretch(17 * 60, 18 * 60 + 10)]);
    expect(shown).toEqual(stretch(6 * 60, 19 * 60));
  });

  it('never pass midnight', () => {
    expect(visibleHours([stretch(0, 24 * 60)])).toEqual(stretch(0, 24 * 60));
  });

  it('carry a line at every full hour within', () => {
    expect(hoursWithin(stretch(450, 630))).toEqual([480, 540, 600]);
  });
});

describe('a stretch in the drawn day', () => {
  const day = stretch(480, 960);

  it('stands where its minutes are', () => {
    expect(positionOf(day, stretch(540, 660))).toEqual({ top: 12.5, height: 25 });
  });

  it('is cut at the edges', () => {
    expect(positionOf(day, stretch(400, 528))).toEqual({ top: 0, height: 10 });
  });

  it('is found again from a point in it, down to the whole time unit', () => {
    expect(minuteAt(day, 0.13, 10)).toBe(540);
    expect(minuteAt(day, -1, 10)).toBe(480);
    expect(minuteAt(day, 2, 10)).toBe(950);
  });
});

describe('what is left of a stretch', () => {
  it('is whole when nothing is taken', () => {
    expect(without(stretch(480, 960), [])).toEqual([stretch(480, 960)]);
  });

  it('is what lies around two shifts', () => {
    const shifts = [stretch(780, 960), stretch(480, 720)];
    expect(without(stretch(450, 990), shifts)).toEqual([
      stretch(450, 480),
      stretch(720, 780),
      stretch(960, 990),
    ]);
  });

  it('is nothing when all is covered', () => {
    expect(without(stretch(480, 540), [stretch(400, 600)])).toEqual([]);
  });

  it('has its widest gap for the name of a preblock, unless none holds a line', () => {
    const preblock = stretch(480, 600);
    expect(widestGap(preblock, [stretch(480, 510), stretch(530, 545)])).toEqual(stretch(545, 600));
    expect(widestGap(preblock, [stretch(490, 595)])).toBeNull();
  });
});
