import { describe, expect, it } from 'vitest';
import { openDemo } from '../api/demo.ts';
import { storedVisits } from '../stack/cellars.ts';
import { sharedStack } from '../stack/environment.ts';
import { startStack, stopStack } from '../stack/stack.ts';

describe('a second npm start', () => {
  it('keeps every booking, on both sides', async () => {
    const stack = sharedStack();
    const before = await Promise.all([storedVisits(stack, 'book'), storedVisits(stack, 'site')]);
    await stopStack(stack);
    await startStack(stack);
    const after = await Promise.all([storedVisits(stack, 'book'), storedVisits(stack, 'site')]);
    const ids = (visits: typeof before) =>
      visits.map((side) => side.map(({ id, state }) => `${id} ${state}`).sort());
    expect(ids(after)).toEqual(ids(before));
    expect(before[0].length).toBeGreaterThan(1300);
    const demo = await openDemo();
    expect((await demo.site.clinics()).length).toBe(2);
  }, 240_000);
});
