/**
 * What a clinic puts on its own home page with one line: shows the booking in a frame, right after
 * that line, as tall as the booking is. It reads nothing of the page and keeps nothing.
 *
 *     <script async src="https://…/embed.js" data-clinic="ID"></script>
 *
 * `data-clinic`, `data-practitioner`, `data-template`, `data-organisation` and `data-lang` choose
 * beforehand; `data-title` is what a screen reader calls the frame.
 */
const FIRST_HEIGHT_PX = 720;
const CHOSEN_BEFOREHAND = ['organisation', 'clinic', 'practitioner', 'template', 'lang'] as const;

function isHeight(said: unknown): said is { readonly tidbok: 'height'; readonly height: number } {
  return (
    typeof said === 'object' &&
    said !== null &&
    'tidbok' in said &&
    said.tidbok === 'height' &&
    'height' in said &&
    typeof said.height === 'number' &&
    Number.isFinite(said.height)
  );
}

function show(script: HTMLScriptElement): void {
  const address = new URL('/boka?embed=1', script.src);
  for (const name of CHOSEN_BEFOREHAND) {
    const value = script.dataset[name];
    if (value !== undefined && value !== '') address.searchParams.set(name, value);
  }
  const frame = document.createElement('iframe');
  frame.src = address.href;
  frame.title = script.dataset['title'] ?? 'Boka tid';
  frame.style.cssText = `width:100%;height:${FIRST_HEIGHT_PX}px;border:0;display:block`;
  script.after(frame);
  let shownBefore = false;
  addEventListener('message', ({ source, origin, data }: MessageEvent<unknown>) => {
    if (source !== frame.contentWindow || origin !== address.origin || !isHeight(data)) return;
    frame.style.height = `${Math.ceil(data.height)}px`;
  });
  frame.addEventListener('load', () => {
    // A new step begins at its top, which a long step before may have left above the window.
    if (shownBefore && frame.getBoundingClientRect().top < 0) frame.scrollIntoView();
    shownBefore = true;
  });
}

const { currentScript } = document;
if (currentScript instanceof HTMLScriptElement) show(currentScript);
