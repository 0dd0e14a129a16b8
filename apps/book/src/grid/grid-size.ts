/** The usual height of an hour, and the least width of a column, in pixels. */
const HOUR_PX = 44;
const COLUMN_PX = 136;
const LEAST_COLUMN_PX = 56;
/** The hours at the left and the panel at the right. */
const BESIDE_PX = 52 + 236;
/** Less room for a column than this: marks are signs without words. */
const NARROW_PX = 170;
/** Lines of the time unit nearer than this are a grey surface. */
const LEAST_UNIT_PX = 9;

interface Shown {
  readonly columns: number;
  readonly zoom: number;
  readonly windowWidth: number;
}

/** Whether columns are narrow: reckoned, since a measurement would cost a layout of its own. */
export function isNarrow({ columns, zoom, windowWidth }: Shown): boolean {
  return Math.max(COLUMN_PX * zoom, (windowWidth - BESIDE_PX) / columns) < NARROW_PX;
}

/** How many columns at most are in sight before anything is scrolled. */
export function columnsInSight({ zoom, windowWidth }: Omit<Shown, 'columns'>): number {
  return Math.ceil(windowWidth / Math.max(COLUMN_PX * zoom, LEAST_COLUMN_PX));
}

/** Whether there is room for the lines of a time unit. */
export function showsUnits(unitMinutes: number, zoom: number): boolean {
  return (HOUR_PX * zoom * unitMinutes) / 60 >= LEAST_UNIT_PX;
}
