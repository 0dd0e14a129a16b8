/** Inside a clinic's own page: tells how tall this page is, and nothing else. */
export function embedded(): void {
  if (window.parent === window || !document.documentElement.hasAttribute('data-embedded')) return;
  let told = 0;
  const tell = (): void => {
    const { height } = document.body.getBoundingClientRect();
    if (Math.abs(height - told) < 1) return;
    told = height;
    window.parent.postMessage({ tidbok: 'height', height }, '*');
  };
  new ResizeObserver(tell).observe(document.body);
  tell();
}
