import type { Locator, Page } from 'playwright-core';

export interface Login {
  readonly signInName: string;
  readonly password: string;
}

/** A day of one chair, as the book shows it. */
export interface ChairDay {
  readonly clinicId: string;
  readonly chairId: string;
  readonly date: string;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

const minuteOf = (time: string): number => {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return hour * 60 + minute;
};

/** The appointment book as a receptionist uses it. */
export class BookPage {
  readonly page: Page;
  readonly #url: string;

  constructor(page: Page, bookUrl: string) {
    this.page = page;
    this.#url = bookUrl;
  }

  async signIn({ signInName, password }: Login): Promise<void> {
    await this.page.goto(`${this.#url}/login`);
    await this.page.getByLabel('Användarnamn').fill(signInName);
    await this.page.getByLabel('Lösenord').fill(password);
    await this.page.getByRole('button', { name: 'Logga in' }).click();
    await this.page.waitForURL((url) => !url.pathname.startsWith('/login'));
  }

  async open({ clinicId, chairId, date }: ChairDay): Promise<void> {
    const search = new URLSearchParams({ clinic: clinicId, date, view: 'day', resources: chairId });
    await this.page.goto(`${this.#url}/?${search.toString()}`);
    await this.column({ chairId, date }).waitFor();
    await this.page.locator('html[data-live="open"]').waitFor();
  }

  column({ chairId, date }: Pick<ChairDay, 'chairId' | 'date'>): Locator {
    return this.page.locator(`[data-resource="${chairId}"][data-date="${date}"]`);
  }

  /** A time in the middle of the chair's column, some minutes into it. */
  async pointAt(day: ChairDay, time: string, inset = 2): Promise<Point> {
    const column = this.column(day);
    await column.scrollIntoViewIfNeeded();
    const [first, last] = await Promise.all([
      column.getAttribute('data-from-minute'),
      column.getAttribute('data-to-minute'),
    ]);
    if (first === null || last === null) throw new Error('the column has no hours');
    const share = (minuteOf(time) + inset - Number(first)) / (Number(last) - Number(first));
    await column.evaluate(bringInSight, share);
    const box = await column.boundingBox();
    if (box === null) throw new Error('the column is not shown');
    return { x: box.x + box.width / 2, y: box.y + share * box.height };
  }

  /** Holds a mouse button from one point to another. */
  async drag(from: Point, to: Point, button: 'left' | 'right' = 'left'): Promise<void> {
    const { mouse } = this.page;
    await mouse.move(from.x, from.y);
    await mouse.down({ button });
    await mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 });
    await mouse.move(to.x, to.y, { steps: 4 });
    await mouse.up({ button });
  }

  /** Holds the right mouse button from one time to another, which opens the menu. */
  async rightDrag(day: ChairDay, from: string, to: string): Promise<void> {
    const ends = [await this.pointAt(day, from), await this.pointAt(day, to, -2)] as const;
    await this.drag(...ends, 'right');
  }

  /** `Lägg till preblock` and the like, then what stands in its submenu. */
  async choose(...names: (string | RegExp)[]): Promise<void> {
    for (const name of names) {
      await this.page.getByRole('menuitem', { name }).first().click();
    }
  }

  booking(words: string | RegExp): Locator {
    return this.page.locator('[data-booking]').and(this.page.getByRole('button', { name: words }));
  }
}

interface Framed {
  getBoundingClientRect(): { readonly top: number; readonly bottom: number };
}

interface Column extends Framed {
  closest(selectors: string): (Framed & { scrollTop: number }) | null;
}

/** Scrolls a day that is taller than the window until a height of its column is in the middle. */
function bringInSight(column: Column, share: number): void {
  const scroller = column.closest('section');
  if (scroller === null) return;
  const [{ top, bottom }, frame] = [
    column.getBoundingClientRect(),
    scroller.getBoundingClientRect(),
  ];
  const y = top + share * (bottom - top);
  const heads = 64;
  if (y > frame.top + heads && y < frame.bottom) return;
  scroller.scrollTop += y - (frame.top + frame.bottom) / 2;
}
