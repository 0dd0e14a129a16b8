const EVERY_MS = 5_000;
/** After so many askings the page is left as it is; it can be reloaded by hand. */
const TIMES = 60;

/** Shows the clinic's answer to a preliminary booking as soon as there is one. */
export function askForNews(): void {
  const shown = document.querySelector<HTMLElement>('[data-status="preliminary"]');
  if (shown === null) return;
  let asked = 0;
  const ask = async (): Promise<void> => {
    asked += 1;
    const answer = await fetch(location.href).catch(() => null);
    if (answer?.ok === true && !(await answer.text()).includes('data-status="preliminary"')) {
      location.reload();
    } else if (asked < TIMES) {
      setTimeout(() => void ask(), EVERY_MS);
    }
  };
  setTimeout(() => void ask(), EVERY_MS);
}
