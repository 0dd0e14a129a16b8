// The page keeps itself up to date, and prints. Without this it reloads by itself instead.
const everyMs = 5000;
const live = document.querySelector('main[data-live]');

async function refresh() {
  if (document.visibilityState !== 'visible' || live === null) return;
  if (live.contains(document.activeElement) && document.activeElement !== live) return;
  const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
  if (!answer.ok) return;
  const next = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const main = next.querySelector('main[data-live]');
  if (main !== null) live.innerHTML = main.innerHTML;
}

setInterval(() => {
  refresh().catch(() => undefined);
}, everyMs);

for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => print());
}
