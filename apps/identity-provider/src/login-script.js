// Keeps the waiting page fresh; without it the page reloads itself.
const login = document.querySelector('#login');
const saying = document.querySelector('#saying');
const qr = document.querySelector('#qr');
const launch = document.querySelector('#launch');
const EVERY_MS = 1000;

async function look() {
  const answer = await fetch(login.dataset.state, { cache: 'no-store' }).catch(() => null);
  if (answer === null) return setTimeout(look, EVERY_MS);
  if (!answer.ok) return location.reload();
  const state = await answer.json();
  if (state.type !== 'waiting') return location.reload();
  if (saying.textContent !== state.saying) saying.textContent = state.saying;
  if (qr !== null) {
    qr.hidden = !state.hasQr;
    if (state.hasQr) qr.src = `${login.dataset.qr}?${Date.now()}`;
  }
  return setTimeout(look, EVERY_MS);
}

// Some browsers open an app only for a press; the link stands there for them.
if (launch !== null) location.href = launch.href;
setTimeout(look, EVERY_MS);
