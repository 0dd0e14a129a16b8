import { describe, expect, it } from 'vitest';
import type { OfferedTime } from '../src/calls/book-shapes.ts';
import { whyLines } from '../src/dialogs/why-lines.ts';

const time = (start: number, more: Partial<OfferedTime> = {}): OfferedTime => ({
  start,
  end: start + 30,
  resourceId: 'chair',
  practitionerId: 'olle',
  preblockId: 'preblock',
  templateId: 'us',
  state: 'free',
  rule: null,
  ...more,
});

describe('why, and why not, on the site', () => {
  it('tells of the times that touch the interval, no others', () => {
    const lines = whyLines([time(0), time(30), time(60)], { from: 30, to: 60 });
    expect(lines.map(({ starts }) => starts)).toEqual([[30]]);
  });

  it('gathers the times of one template with one reason; what is free comes first', () => {
    const hidden = { templateId: 'akut', state: 'hidden', rule: 'category-not-allowed' } as const;
    const lines = whyLines([time(30, hidden), time(0, hidden), time(0), time(30)], {
      from: 0,
      to: 60,
    });
    expect(lines).toMatchObject([
      { templateId: 'us', state: 'free', starts: [0, 30] },
      { templateId: 'akut', state: 'hidden', rule: 'category-not-allowed', starts: [0, 30] },
    ]);
  });
});
