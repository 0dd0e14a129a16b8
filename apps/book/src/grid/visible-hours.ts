/** A stretch of one day on the wall clock: minutes since midnight, half-open. */
export interface Stretch {
  readonly fromMinute: number;
  readonly toMinute: number;
}

/** Where a stretch stands in the drawn day, in per cent of its height. */
export interface Position {
  readonly top: number;
  readonly height: number;
}

/** What a day shows when nothing asks for more. */
const USUAL_DAY: Stretch = { fromMinute: 8 * 60, toMinute: 16 * 60 };
const MARGIN_MINUTES = 30;
const DAY_MINUTES = 24 * 60;

/** The hours to draw: the usual day and everything on it, with half an hour around. */
export function visibleHours(stretches: Iterable<Stretch>): Stretch {
  let { fromMinute, toMinute } = USUAL_DAY;
  for (const stretch of stretches) {
    fromMinute = Math.min(fromMinute, stretch.fromMinute);
    toMinute = Math.max(toMinute, stretch.toMinute);
  }
  return {
    fromMinute: Math.max(0, Math.floor(fromMinute / 30) * 30 - MARGIN_MINUTES),
    toMinute: Math.min(DAY_MINUTES, Math.ceil(toMinute / 30) * 30 + MARGIN_MINUTES),
  };
}

/** The full hours within what is drawn, for the hour lines. */
export function hoursWithin(hours: Stretch): readonly number[] {
  const first = Math.ceil(hours.fromMinute / 60) * 60;
  const lines: number[] = [];
  for (let minute = first; minute < hours.toMinute; minute += 60) lines.push(minute);
  return lines;
}

export function positionOf(hours: Stretch, stretch: Stretch): Position {
  const whole = hours.toMinute - hours.fromMinute;
  const from = Math.max(stretch.fromMinute, hours.fromMinute);
  const to = Math.min(stretch.toMinute, hours.toMinute);
  return {
    top: ((from - hours.fromMinute) / whole) * 100,
    height: (Math.max(0, to - from) / whole) * 100,
  };
}

/** The minute at `fraction` (0 to 1) of the drawn height, down to the whole time unit. */
export function minuteAt(hours: Stretch, fraction: number, unitMinutes: number): number {
  const bounded = Math.min(Math.max(fraction, 0), 1);
  const minute = hours.fromMinute + bounded * (hours.toMinute - hours.fromMinute);
  const last = hours.toMinute - unitMinutes;
  return Math.min(Math.floor(minute / unitMinutes) * unitMinutes, last);
}

export function overlapping(a: Stretch, b: Stretch): boolean {
  return a.fromMinute < b.toMinute && b.fromMinute < a.toMinute;
}

/** Less than this holds no line of text. */
const LEAST_GAP_MINUTES = 15;

/** The longest part of `whole` that none of the others covers; null when none holds a line. */
export function widestGap(whole: Stretch, others: readonly Stretch[]): Stretch | null {
  const length = ({ fromMinute, toMinute }: Stretch): number => toMinute - fromMinute;
  const within = others.filter((other) => overlapping(whole, other));
  const gaps = without(whole, within).filter((gap) => length(gap) >= LEAST_GAP_MINUTES);
  return gaps.reduce<Stretch | null>(
    (widest, gap) => (widest === null || length(gap) > length(widest) ? gap : widest),
    null,
  );
}

/** What of the stretches is left of `whole` when they are taken away, in order. */
export function without(whole: Stretch, taken: readonly Stretch[]): readonly Stretch[] {
  const sorted = [...taken].sort((a, b) => a.fromMinute - b.fromMinute);
  const left: Stretch[] = [];
  let fromMinute = whole.fromMinute;
  for (const piece of sorted) {
    if (piece.fromMinute > fromMinute) {
      left.push({ fromMinute, toMinute: Math.min(piece.fromMinute, whole.toMinute) });
    }
    fromMinute = Math.max(fromMinute, piece.toMinute);
    if (fromMinute >= whole.toMinute) return left;
  }
  left.push({ fromMinute, toMinute: whole.toMinute });
  return left;
}
