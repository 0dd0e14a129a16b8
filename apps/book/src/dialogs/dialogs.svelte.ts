import type { CancelReason, NotOnSite } from '../calls/book-calls.ts';
import type { MenuKind, MenuTemplate, Preblock } from '../calls/book-shapes.ts';
import { FocusBack } from '../shell/focus-back.ts';

/** A stretch of one chair's day. */
export interface Place {
  readonly resourceId: string;
  readonly practitionerId: string | undefined;
  readonly date: string;
  readonly fromMinute: number;
  readonly toMinute: number;
}

/** The window that lies over the book, if any; only one at a time. */
export type DialogWanted =
  | {
      readonly type: 'booking';
      readonly place: Place;
      readonly template: MenuTemplate;
      readonly templates: readonly MenuTemplate[];
      /** The next free time is looked for at once. */
      readonly search?: boolean;
    }
  | { readonly type: 'details'; readonly bookingId: string; readonly open?: 'move' | 'cancel' }
  | { readonly type: 'code'; readonly place: Place; readonly kind: MenuKind }
  | { readonly type: 'repeat'; readonly preblock: Preblock }
  | { readonly type: 'edit-preblock'; readonly preblock: Preblock }
  | { readonly type: 'not-on-site'; readonly kindName: string; readonly notOnSite: NotOnSite }
  | { readonly type: 'remove-series'; readonly preblock: Preblock }
  | { readonly type: 'why'; readonly place: Place }
  | { readonly type: 'move-anyway'; readonly sentence: string; readonly goOn: () => void };

export const CANCEL_REASONS: readonly CancelReason[] = ['patient', 'clinic', 'practitioner-absent'];

export class Dialogs {
  wanted = $state.raw<DialogWanted | null>(null);
  readonly #focus = new FocusBack();

  show(wanted: DialogWanted): void {
    this.#focus.remember();
    this.wanted = wanted;
  }

  /** Closes, and gives the focus back to where it was. */
  close(): void {
    this.wanted = null;
    this.#focus.giveBack();
  }
}
