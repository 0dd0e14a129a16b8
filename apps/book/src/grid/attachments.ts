import type { Attachment } from 'svelte/attachments';

/** Ctrl and the wheel: `turn` instead of the browser's own zoom. */
export function ctrlWheel(turn: (direction: 1 | -1, y: number) => void): Attachment<HTMLElement> {
  return (element) => {
    const turned = (event: WheelEvent): void => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      turn(event.deltaY < 0 ? 1 : -1, event.clientY);
    };
    element.addEventListener('wheel', turned, { passive: false });
    return () => {
      element.removeEventListener('wheel', turned);
    };
  };
}

/** The page does not scroll under a finger while `holds`. */
export function heldPage(holds: () => boolean): Attachment<HTMLElement> {
  return (element) => {
    const hold = (event: TouchEvent): void => {
      if (holds()) event.preventDefault();
    };
    element.addEventListener('touchmove', hold, { passive: false });
    return () => {
      element.removeEventListener('touchmove', hold);
    };
  };
}
