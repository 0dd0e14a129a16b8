const EDGE_PX = 36;
const STEP_PX = 14;

/** Scrolls on when something is dragged to the edge of what is seen. */
export function scrollAtEdge(scroller: Element, at: { readonly x: number; readonly y: number }) {
  const box = scroller.getBoundingClientRect();
  const along = (position: number, from: number, to: number): number => {
    if (position < from + EDGE_PX) return -STEP_PX;
    return position > to - EDGE_PX ? STEP_PX : 0;
  };
  const left = along(at.x, box.left, box.right);
  const top = along(at.y, box.top, box.bottom);
  if (left !== 0 || top !== 0) scroller.scrollBy({ left, top });
}
