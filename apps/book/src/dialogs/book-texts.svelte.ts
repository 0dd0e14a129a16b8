import * as v from 'valibot';
import { ask } from '../calls/answer.ts';
import { listOf } from '../calls/book-shapes.ts';

const bookText = v.object({ id: v.string(), name: v.string(), text: v.string() });
export type BookTextLine = v.InferOutput<typeof bookText>;

/** *Tidbokstexter* (T3), fetched when a window needs them. */
export function bookTexts(): { readonly all: readonly BookTextLine[] } {
  let all = $state.raw<readonly BookTextLine[]>([]);
  void ask('/book-texts', { shape: listOf(bookText) }).then((answer) => {
    if (answer.ok) all = answer.value.items;
  });
  return {
    get all() {
      return all;
    },
  };
}
