/** Something that happens at a moment of true time, milliseconds. */
export interface Happening {
  readonly at: number;
  /** Among those of one moment the first planned is the first to happen. */
  readonly order: number;
  readonly act: () => void;
}

/** What is yet to happen, earliest first: a binary heap. */
export class EventHeap {
  readonly #heap: Happening[] = [];
  #planned = 0;

  plan(at: number, act: () => void): void {
    const happening = { at, order: (this.#planned += 1), act };
    const heap = this.#heap;
    let i = heap.length;
    heap.push(happening);
    while (i > 0) {
      const above = (i - 1) >> 1;
      const parent = heap[above];
      if (parent === undefined || isBefore(parent, happening)) break;
      heap[i] = parent;
      i = above;
    }
    heap[i] = happening;
  }

  next(): Happening | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (last !== undefined && heap.length > 0) this.#sink(last);
    return first;
  }

  #sink(happening: Happening): void {
    const heap = this.#heap;
    for (let i = 0; ;) {
      const left = heap[2 * i + 1];
      const right = heap[2 * i + 2];
      const isRight = left !== undefined && right !== undefined && isBefore(right, left);
      const child = isRight ? right : left;
      if (child === undefined || isBefore(happening, child)) {
        heap[i] = happening;
        return;
      }
      heap[i] = child;
      i = 2 * i + (isRight ? 2 : 1);
    }
  }
}

function isBefore(a: Happening, b: Happening): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
