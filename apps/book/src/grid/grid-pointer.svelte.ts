import {
  DRAG_THRESHOLD_PX,
  GRASP_EDGE_PX,
  LONG_PRESS_MS,
  dragTo,
  hasMoved,
  type Drag,
} from './drag.ts';
import { markCell, markTo, type Marked } from './selection.ts';
import { minuteAt, type Stretch } from './visible-hours.ts';

/** How the drawn columns lie on the screen at this moment. */
export interface Frame {
  readonly element: HTMLElement;
  readonly columns: number;
  readonly hours: Stretch;
  readonly unitMinutes: number;
  /** Where each column has a time unit of its own. */
  readonly unitAt?: (column: number) => number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface PointerDeeds {
  readonly frame: () => Frame;
  /** A booking or preblock that may be dragged, by the id on its element. */
  readonly draggable: (id: string) => Drag['original'] | undefined;
  /** An interval has been marked with the right button or a finger. */
  readonly marked: (at: Point) => void;
  readonly dropped: (drag: Drag) => void;
  /** It was held and let go where it was: a finger's way to its menu. */
  readonly held: (id: string, at: Point) => void;
}

type Press =
  | {
      readonly type: 'mark';
      readonly pointerId: number;
      readonly start: Point;
      /** The cell that was pressed. */
      readonly begin: Marked;
      /** What was marked before. */
      readonly before: Marked | null;
      /** Pressed inside the marking: it stays as it is until the pointer moves. */
      readonly keeps: boolean;
    }
  | { readonly type: 'touch'; readonly pointerId: number; readonly start: Point }
  | {
      readonly type: 'drag';
      readonly pointerId: number;
      readonly start: Point;
      readonly drag: Drag;
    };

/** What mouse, pen and finger do over the columns: mark, move, change length. */
export class GridPointer {
  marked = $state.raw<Marked | null>(null);
  /** What is under way, from the moment it has really been moved. */
  drag = $state.raw<Drag | null>(null);

  readonly #deeds: PointerDeeds;
  readonly #markButton: 0 | 2;
  #press: Press | null = null;
  #longPress: ReturnType<typeof setTimeout> | undefined;
  #justDragged = false;

  constructor(deeds: PointerDeeds, markButton: 0 | 2 = 2) {
    this.#deeds = deeds;
    this.#markButton = markButton;
  }

  /** True while a finger marks or drags: the page must not scroll under it. */
  get holdsTouch(): boolean {
    return this.#press !== null && this.#press.type !== 'touch';
  }

  /** True while mouse, pen or finger is down: what is dragged is not carried by keys. */
  get holdsPointer(): boolean {
    return this.#press !== null;
  }

  /** True once after a drag, so that its end is not taken for a click. */
  swallowClick(): boolean {
    const was = this.#justDragged;
    this.#justDragged = false;
    return was;
  }

  down(event: PointerEvent): void {
    this.#justDragged = false;
    const start = { x: event.clientX, y: event.clientY };
    const { pointerId } = event;
    const grasped = event.button === 0 ? this.#graspedAt(event) : null;
    if (event.pointerType === 'touch') {
      this.#hold({ type: 'touch', pointerId, start });
      this.#longPress = setTimeout(() => {
        this.#pressedLong(event, grasped);
      }, LONG_PRESS_MS);
      return;
    }
    if (grasped !== null) {
      this.#hold({ type: 'drag', pointerId, start, drag: grasped });
    } else if (event.button === this.#markButton && !event.ctrlKey && !onSomething(event)) {
      this.#beginMark(event);
    }
  }

  move(event: PointerEvent): void {
    const press = this.#press;
    if (press === null || press.pointerId !== event.pointerId) return;
    const at = { x: event.clientX, y: event.clientY };
    if (press.type === 'touch') {
      if (far(press.start, at)) this.#release();
      return;
    }
    if (press.type === 'mark') {
      const unitMinutes = this.#unitAt(press.begin.column);
      if (press.keeps && !far(press.start, at)) return;
      this.#press = { ...press, keeps: false };
      const minute = minuteAt(this.#deeds.frame().hours, this.#fraction(at), unitMinutes);
      this.marked = markTo(press.begin, minute, unitMinutes);
      return;
    }
    if (this.drag === null && !far(press.start, at)) return;
    if (this.drag === null) this.#deeds.frame().element.setPointerCapture(event.pointerId);
    const { column, minute } = this.#under(at);
    this.drag = dragTo(press.drag, { column, minute, unitMinutes: this.#unitAt(column) });
  }

  readonly up = (event: PointerEvent): void => {
    const press = this.#press;
    if (press === null || press.pointerId !== event.pointerId) return;
    const { drag } = this;
    this.#release();
    if (press.type === 'mark') this.#deeds.marked({ x: event.clientX, y: event.clientY });
    if (drag === null) return;
    this.#justDragged = true;
    if (hasMoved(drag)) this.#deeds.dropped(drag);
    else if (event.pointerType === 'touch')
      this.#deeds.held(drag.id, { x: event.clientX, y: event.clientY });
  };

  /** Escape, or the browser took the pointer away: as if it had not been pressed. */
  readonly cancel = (): void => {
    if (this.#press?.type === 'mark') this.marked = this.#press.before;
    this.#release();
  };

  readonly #escape = ({ key }: KeyboardEvent): void => {
    if (key === 'Escape') this.cancel();
  };

  /** A press takes the focus from the columns: Escape is heard wherever it is. */
  #hold(press: Press): void {
    this.#press = press;
    addEventListener('keydown', this.#escape);
  }

  #release(): void {
    removeEventListener('keydown', this.#escape);
    clearTimeout(this.#longPress);
    this.#press = null;
    this.drag = null;
  }

  #beginMark(event: PointerEvent): void {
    const { hours, element } = this.#deeds.frame();
    const at = { x: event.clientX, y: event.clientY };
    const { column } = this.#under(at);
    const unitMinutes = this.#unitAt(column);
    const minute = minuteAt(hours, this.#fraction(at), unitMinutes);
    const { pointerId } = event;
    const { marked } = this;
    const begin = markCell(column, minute, unitMinutes);
    const keeps =
      marked?.column === column && marked.fromMinute <= minute && minute < marked.toMinute;
    this.#hold({ type: 'mark', pointerId, start: at, begin, before: marked, keeps });
    element.setPointerCapture(pointerId);
    if (!keeps) this.marked = begin;
  }

  #pressedLong(event: PointerEvent, grasped: Drag | null): void {
    const start = { x: event.clientX, y: event.clientY };
    const { pointerId } = event;
    if (grasped !== null) {
      this.#hold({ type: 'drag', pointerId, start, drag: grasped });
      this.drag = grasped;
    } else {
      this.#beginMark(event);
    }
  }

  #graspedAt(event: PointerEvent): Drag | null {
    const target = event.target instanceof Element ? event.target : null;
    const grasped = target === null ? null : graspOf(target, event.clientY);
    const original = grasped === null ? undefined : this.#deeds.draggable(grasped.id);
    if (grasped === null || original === undefined) return null;
    const { minute } = this.#under({ x: event.clientX, y: event.clientY });
    return {
      ...grasped,
      column: original.column,
      original,
      graspMinutes: minute - original.fromMinute,
      stretch: original,
    };
  }

  #unitAt(column: number): number {
    const { unitMinutes, unitAt } = this.#deeds.frame();
    return unitAt?.(column) ?? unitMinutes;
  }

  #fraction(at: Point): number {
    const rect = this.#deeds.frame().element.getBoundingClientRect();
    return (at.y - rect.top) / rect.height;
  }

  #under(at: Point): { readonly column: number; readonly minute: number } {
    const { element, columns, hours } = this.#deeds.frame();
    const rect = element.getBoundingClientRect();
    const column = Math.floor(((at.x - rect.left) / rect.width) * columns);
    const minute = hours.fromMinute + this.#fraction(at) * (hours.toMinute - hours.fromMinute);
    return { column: Math.min(Math.max(column, 0), columns - 1), minute };
  }
}

/**
 * What a press here takes hold of: a booking anywhere, a preblock by its name, both by the lower
 * edge for their length. The rest of a preblock is time to book in.
 */
function graspOf(target: Element, y: number): Pick<Drag, 'kind' | 'id'> | null {
  const [booking, preblock] = ['[data-booking]', '[data-preblock]'].map((each) =>
    target.closest<HTMLElement>(each),
  );
  const element = booking ?? preblock;
  if (!element) return null;
  const onEdge = y > element.getBoundingClientRect().bottom - GRASP_EDGE_PX;
  const id = element.dataset['booking'] ?? element.dataset['preblock'] ?? '';
  if (booking || target.closest('[data-preblock-name]')) {
    return { id, kind: booking && onEdge ? 'length' : 'move' };
  }
  return onEdge ? { id, kind: 'length' } : null;
}

/** The pointer tells over a lower edge that the length is changed there. */
export function showGrasp({ target, clientY }: PointerEvent): void {
  const element = target instanceof Element ? target : null;
  const grasped = element?.closest<HTMLElement>('[data-booking], [data-preblock]');
  if (!element || !grasped) return;
  grasped.style.cursor = graspOf(element, clientY)?.kind === 'length' ? 'ns-resize' : '';
}

function far(a: Point, b: Point): boolean {
  return Math.hypot(a.x - b.x, a.y - b.y) > DRAG_THRESHOLD_PX;
}

function onSomething(event: PointerEvent): boolean {
  return event.target instanceof Element && event.target.closest('[data-own-menu]') !== null;
}
