/** The chosen ids after the marked ones were put in, last, in the order of `all`. */
export function putIn(
  chosen: readonly string[],
  marked: ReadonlySet<string>,
  all: readonly string[],
): string[] {
  return [...chosen, ...all.filter((id) => marked.has(id) && !chosen.includes(id))];
}

export function takeOut(chosen: readonly string[], marked: ReadonlySet<string>): string[] {
  return chosen.filter((id) => !marked.has(id));
}

/** Every marked id one step up (or down), none past another marked one at the end. */
export function shifted(
  chosen: readonly string[],
  marked: ReadonlySet<string>,
  direction: 'up' | 'down',
): string[] {
  const order = direction === 'up' ? [...chosen] : [...chosen].reverse();
  for (let place = 1; place < order.length; place += 1) {
    const [before, id] = [order[place - 1], order[place]];
    if (before === undefined || id === undefined) continue;
    if (marked.has(id) && !marked.has(before)) {
      order[place - 1] = id;
      order[place] = before;
    }
  }
  return direction === 'up' ? order : order.reverse();
}

/** The dragged id in the place of the one that it was dropped on. */
export function putAt(chosen: readonly string[], dragged: string, over: string): string[] {
  const to = chosen.indexOf(over);
  if (to < 0 || !chosen.includes(dragged)) return [...chosen];
  return chosen.filter((id) => id !== dragged).toSpliced(to, 0, dragged);
}
