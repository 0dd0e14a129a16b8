const ZONE = 'Europe/Stockholm';

const offsetName = new Intl.DateTimeFormat('en', { timeZone: ZONE, timeZoneName: 'longOffset' });
const dayShape = new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE, dateStyle: 'short' });
const clockShape = new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE, timeStyle: 'short' });

const DAY_MS = 86_400_000;

/** `+01:00` or `+02:00`, what Swedish clocks keep at that instant. */
const offsetAt = (at: number): string =>
  offsetName
    .formatToParts(at)
    .find(({ type }) => type === 'timeZoneName')
    ?.value.replace('GMT', '') ?? '+01:00';

/** `2026-11-30T09:00:00+01:00` for that time on a Swedish wall clock. */
export const at = (date: string, time: string): string =>
  `${date}T${time}:00${offsetAt(Date.parse(`${date}T${time}:00Z`) - 5_400_000)}`;

/** The local date and time that an instant has in Sweden. */
export const onTheClock = (instant: string | number): { date: string; time: string } => {
  const moment = new Date(instant);
  return { date: dayShape.format(moment), time: clockShape.format(moment) };
};

export const today = (): string => onTheClock(Date.now()).date;

export const dateAfter = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T12:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

const isWeekend = (date: string): boolean =>
  [0, 6].includes(new Date(`${date}T12:00:00Z`).getUTCDay());

/** Past the twelve weeks that the demo plans, and far behind any frontier. */
const FIRST_EMPTY_DAY = 92;

/** The nth weekday on which the demo practice has neither shifts nor preblocks nor bookings. */
export const emptyDay = (index: number): string => {
  let date = dateAfter(today(), FIRST_EMPTY_DAY);
  for (let left = index; left > 0 || isWeekend(date);) {
    if (!isWeekend(date)) left -= 1;
    date = dateAfter(date, 1);
  }
  return date;
};
