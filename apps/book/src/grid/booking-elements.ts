import { lookOf, type BookingLook } from './booking-look.ts';
import type { PlacedBooking } from './columns.ts';
import type { Language } from './describe.ts';
import type { Stretch } from './visible-hours.ts';

/** How the bookings of a column are to be drawn. */
interface BookingDrawing {
  readonly hours: Stretch;
  readonly language: Language;
  /** Marks are signs without words. */
  readonly narrow: boolean;
  /** The one that is on its way elsewhere. */
  readonly draggedId: string | undefined;
  /** Those that came while the page was open. */
  readonly freshIds: ReadonlySet<string>;
}

interface Drawn {
  readonly element: HTMLElement;
  placed: PlacedBooking | null;
  hours: Stretch | null;
  narrow: boolean;
  look: string;
  classes: string;
}

/**
 * The elements of a column's bookings, made by hand: a day has hundreds, and a component for each
 * costs more than the rest of the book. What did not change is not touched.
 */
export class BookingElements {
  readonly #layer: HTMLElement;
  /** What is the same in all of them. */
  readonly #bare: HTMLElement;
  #drawn = new Map<string, Drawn>();

  /** What the keys do on a booking is told by the element with the id `helpId`. */
  constructor(layer: HTMLElement, helpId: string) {
    this.#layer = layer;
    this.#bare = bareBooking(helpId);
  }

  /** In the order given: the order in which they are read out. */
  draw(bookings: readonly PlacedBooking[], drawing: BookingDrawing): void {
    const before = this.#drawn;
    this.#drawn = new Map();
    let next = this.#layer.firstElementChild;
    for (const placed of bookings) {
      const drawn = before.get(placed.id) ?? this.#newlyDrawn(placed.id);
      before.delete(placed.id);
      this.#drawn.set(placed.id, drawn);
      if (!isFilled(drawn, placed, drawing)) fill(drawn, placed, drawing);
      classify(drawn, drawing);
      if (drawn.element === next) next = next.nextElementSibling;
      else this.#layer.insertBefore(drawn.element, next);
    }
    for (const { element } of before.values()) element.remove();
  }

  #newlyDrawn(id: string): Drawn {
    const element = document.importNode(this.#bare);
    element.dataset['booking'] = id;
    return { element, placed: null, hours: null, narrow: false, look: '', classes: '' };
  }
}

function bareBooking(helpId: string): HTMLElement {
  // Not a button of HTML's: the browser lays out each of those as two boxes.
  const element = document.createElement('div');
  element.role = 'button';
  element.tabIndex = -1;
  element.dataset['ownMenu'] = '';
  element.ariaHasPopup = 'dialog';
  element.setAttribute('aria-describedby', helpId);
  return element;
}

function isFilled(drawn: Drawn, placed: PlacedBooking, { hours, narrow }: BookingDrawing): boolean {
  return drawn.placed === placed && drawn.hours === hours && drawn.narrow === narrow;
}

function fill(drawn: Drawn, placed: PlacedBooking, drawing: BookingDrawing): void {
  const { hours, language, narrow } = drawing;
  const look = lookOf(placed, hours, language);
  drawn.placed = placed;
  drawn.hours = hours;
  drawn.narrow = narrow;
  drawn.look = look.classes;
  drawn.element.ariaLabel = look.name;
  drawn.element.style.cssText = look.style;
  drawn.element.replaceChildren(...wordsOf(look), ...marksOf(look, narrow));
}

function wordsOf({ who, what }: BookingLook): readonly (Node | string)[] {
  const first = document.createElement('b');
  first.textContent = who;
  return [first, ` ${what}`];
}

/**
 * The marks are drawn from attributes: their words stand in the booking's name already. The last
 * one's element holds the others, since an element more in each booking is felt.
 */
function marksOf({ marks }: BookingLook, narrow: boolean): readonly Node[] {
  const each = marks.map(({ kind, words, sign }) => {
    const mark = document.createElement('span');
    mark.className = kind;
    mark.dataset['mark'] = narrow ? sign : words;
    return mark;
  });
  const last = each.pop();
  if (last === undefined) return [];
  last.classList.add('marks');
  last.ariaHidden = 'true';
  last.append(...each);
  return [last];
}

function classify(drawn: Drawn, { draggedId, freshIds }: BookingDrawing): void {
  const id = drawn.placed?.id ?? '';
  const dragged = id === draggedId ? ' dragged' : '';
  const classes = `booking ${drawn.look}${dragged}${freshIds.has(id) ? ' fresh' : ''}`;
  if (classes === drawn.classes) return;
  drawn.classes = classes;
  drawn.element.className = classes;
}
