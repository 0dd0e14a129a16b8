/** One line of a menu, a line between them, or a line that opens more lines. */
export type MenuItem =
  | { readonly type: 'separator' }
  | {
      readonly type: 'group';
      readonly label: string;
      readonly items: readonly MenuAction[];
    }
  | {
      readonly type: 'submenu';
      readonly id: string;
      readonly label: string;
      readonly items: readonly MenuItem[];
    }
  | ({ readonly type: 'action' } & MenuAction);

export interface MenuAction {
  readonly id: string;
  readonly label: string;
  /** A colour of the clinic's, `#rrggbb`, shown beside the label, never instead of it. */
  readonly colour?: string;
  /** Stands at the right end: a length, a key. */
  readonly note?: string;
  /** Visible and not usable: the reason, which stands under the label. */
  readonly disabledBecause?: string;
  readonly select: () => void;
}
