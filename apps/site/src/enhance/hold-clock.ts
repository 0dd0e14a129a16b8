const SECOND = 1000;

/**
 * Counts down how long the time is kept. Read from the page, so the visitor's clock may be wrong.
 */
export function holdClock(): void {
  for (const hold of document.querySelectorAll<HTMLElement>('[data-hold]')) run(hold);
}

function run(hold: HTMLElement): void {
  const part = (name: string): HTMLElement | null => hold.querySelector(`[data-hold-${name}]`);
  const left = part('left');
  const endsAt = performance.now() + Number(hold.dataset['hold']);
  if (left === null || endsAt <= performance.now()) return;
  left.hidden = false;
  const word = part('word');
  if (word !== null) word.hidden = false;
  const tick = (): void => {
    const rest = Math.max(0, Math.ceil((endsAt - performance.now()) / SECOND));
    left.textContent = `${Math.floor(rest / 60)}:${String(rest % 60).padStart(2, '0')}`;
    if (rest > 0) return;
    clearInterval(timer);
    end(part);
  };
  const timer = setInterval(tick, SECOND);
  tick();
}

function end(part: (name: string) => HTMLElement | null): void {
  const running = part('running');
  const ended = part('ended');
  const words = part('ended-words');
  if (running !== null) running.hidden = true;
  if (ended === null || !(words instanceof HTMLTemplateElement)) return;
  ended.hidden = false;
  ended.textContent = words.content.textContent;
}
