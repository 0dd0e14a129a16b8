import { firstWord } from './sha256.ts';

/** So many tries, then the page may breathe. */
const IN_ONE_BREATH = 2_000;

/** Does the work that a booking asks for when its address books in floods, and sends it then. */
export function prove(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-prove]')) run(form);
}

function run(form: HTMLFormElement): void {
  const bits = Number(form.dataset['prove']);
  const field = (name: string): HTMLInputElement | null =>
    form.querySelector(`input[name="${name}"]`);
  const challenge = field('proofChallenge')?.value ?? '';
  const nonce = field('proofNonce');
  const button = form.querySelector<HTMLButtonElement>('button[name="do"]');
  if (nonce === null || button === null || challenge === '') return;
  button.disabled = true;
  let tried = 0;
  const breath = (): void => {
    const until = tried + IN_ONE_BREATH;
    for (; tried < until; tried += 1) {
      if (firstWord(`${challenge}.${tried}`) >>> (32 - bits) !== 0) continue;
      nonce.value = String(tried);
      button.disabled = false;
      form.requestSubmit(button);
      return;
    }
    setTimeout(breath);
  };
  breath();
}
