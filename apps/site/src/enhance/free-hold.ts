const KEPT = 'tidbok-hold';

/**
 * Frees the time that was held before in this tab, once another is. By the page's own ways the
 * address tells which that was; by the browser's way back it does not.
 */
export function freeHold(): void {
  const chosen = new URLSearchParams(location.search);
  const [clinic, hold] = [chosen.get('clinic'), chosen.get('hold')];
  if (clinic === null || hold === null) return;
  const now = `/api/v1/clinics/${clinic}/holds/${hold}`;
  try {
    const before = sessionStorage.getItem(KEPT);
    sessionStorage.setItem(KEPT, now);
    if (before === null || before === now) return;
    void fetch(before, { method: 'DELETE', keepalive: true }).catch(() => null);
  } catch {
    // A browser that keeps nothing: the hold ends by itself.
  }
}
