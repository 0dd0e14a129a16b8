import * as v from 'valibot';

/** Sizes of the grid, 1 = the usual. */
export const ZOOMS = [0.5, 0.75, 1, 1.25, 1.5, 2, 3] as const;
const KEY = 'tidbok-book';

const shape = v.object({
  zoom: v.optional(v.picklist(ZOOMS), 1),
  onlyStaffed: v.optional(v.boolean(), false),
  chairs: v.optional(v.record(v.string(), v.array(v.string())), {}),
});
type Kept = v.InferOutput<typeof shape>;

/** How this browser's reader wants the book: zoom, and which chairs of each clinic. */
export class BookPreferences {
  #kept = $state.raw<Kept>({ zoom: 1, onlyStaffed: false, chairs: {} });

  get zoom(): number {
    return this.#kept.zoom;
  }

  get onlyStaffed(): boolean {
    return this.#kept.onlyStaffed;
  }

  /** None: all. */
  chairsOf(clinicId: string): readonly string[] {
    return this.#kept.chairs[clinicId] ?? [];
  }

  /** Reads what the browser has kept; a browser that keeps nothing shows the usual. */
  load(): void {
    try {
      const read = v.safeParse(shape, JSON.parse(localStorage.getItem(KEY) ?? '{}'));
      if (read.success) this.#kept = read.output;
    } catch {
      // Storage may be forbidden: then the choice lasts as long as the page.
    }
  }

  zoomBy(direction: 1 | -1 | 0): void {
    const at = ZOOMS.indexOf(this.#kept.zoom) + direction;
    const zoom = direction === 0 ? 1 : ZOOMS[Math.min(Math.max(at, 0), ZOOMS.length - 1)];
    this.#keep({ zoom: zoom ?? 1 });
  }

  chooseChairs(clinicId: string, ids: readonly string[]): void {
    this.#keep({ chairs: { ...this.#kept.chairs, [clinicId]: [...ids] } });
  }

  showOnlyStaffed(only: boolean): void {
    this.#keep({ onlyStaffed: only });
  }

  #keep(change: Partial<Kept>): void {
    this.#kept = { ...this.#kept, ...change };
    try {
      localStorage.setItem(KEY, JSON.stringify(this.#kept));
    } catch {
      // As above.
    }
  }
}
