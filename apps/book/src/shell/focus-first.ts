import { tick } from 'svelte';

const FIELD = ':is(input, select, textarea):not(:disabled, [type="hidden"])';

/** Gives the first field of a part the focus when the page shows it: what had it is gone. */
export async function focusFirstField(part: HTMLElement | undefined): Promise<void> {
  await tick();
  part?.querySelector<HTMLElement>(FIELD)?.focus();
}
