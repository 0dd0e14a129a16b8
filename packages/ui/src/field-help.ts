import type { HTMLInputAttributes } from 'svelte/elements';

/** How the browser may help with a field, and what it demands by itself. */
export type FieldHelp = Pick<
  HTMLInputAttributes,
  | 'autocomplete'
  | 'autofocus'
  | 'disabled'
  | 'inputmode'
  | 'max'
  | 'maxlength'
  | 'min'
  | 'minlength'
  | 'onchange'
  | 'oninput'
  | 'pattern'
  | 'placeholder'
  | 'readonly'
  | 'required'
  | 'spellcheck'
  | 'step'
  | 'type'
>;
