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

  /** Holds the right mouse button from one time to another, which opens the menu. */
  async rightDrag(day: ChairDay, from: string, to: string): Promise<void> {
    const column = this.column(day);
    await column.scrollIntoViewIfNeeded();
    const box = await column.boundingBox();
    const [first, last] = await Promise.all([
      column.getAttribute('data-from-minute'),
      column.getAttribute('data-to-minute'),
    ]);
    if (box === null || first === null || last === null) throw new Error('the column is not shown');
    const yOf = (time: string, inset: number): number => {
      const share = (minuteOf(time) + inset - Number(first)) / (Number(last) - Number(first));
      return box.y + share * box.height;
    };
    const x = box.x + box.width / 2;
    await this.page.mouse.move(x, yOf(from, 2));
    await this.page.mouse.down({ button: 'right' });
    await this.page.mouse.move(x, (yOf(from, 2) + yOf(to, -2)) / 2, { steps: 4 });
    await this.page.mouse.move(x, yOf(to, -2), { steps: 4 });
    await this.page.mouse.up({ button: 'right' });
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
