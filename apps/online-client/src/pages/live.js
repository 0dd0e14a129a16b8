// The page keeps itself up to date, and prints. Without this it reloads by itself instead.
const everyMs = 5000;
/** Whoever is frozen neither answers nor refuses. */
const patienceMs = 4000;
const live = document.querySelector('main[data-live]');

async function refresh() {
  if (document.visibilityState !== 'visible' || live === null) return;
  if (live.contains(document.activeElement) && document.activeElement !== live) return;
  const answer = await fetch(location.href, {
    headers: { accept: 'text/html' },
    signal: AbortSignal.timeout(patienceMs),
  });
  if (!answer.ok) throw new Error(String(answer.status));
  const next = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const main = next.querySelector('main[data-live]');
  if (main !== null) live.innerHTML = main.innerHTML;
}

/** Above what may no longer be true; the next answer takes it away. */
function tellSilence() {
  if (live === null || live.querySelector('[data-told]') !== null) return;
  const told = document.createElement('div');
  told.className = 'notice danger';
  told.setAttribute('role', 'alert');
  told.dataset.told = '';
  told.textContent = live.dataset.silent;
  live.prepend(told);
}

setInterval(() => {
  refresh().catch(tellSilence);
}, everyMs);

for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => print());
}
