import type { Tokenizer } from "../tokenizer/tokenizer.ts"

/** A stretch of a row: special tokens, or a text. */
export type Stretch =
  | { readonly ids: readonly number[]; readonly type: number }
  | { readonly text: number; readonly type: number }

/**
 * Returns the order of special tokens and texts in a row of ids. `wrap` is asked with one mark for each text, since it moves ids
 * without looking at them.
 */
export function rowLayout(texts: number, { wrap }: Pick<Tokenizer, "wrap">): readonly Stretch[] {
  const marks = Array.from({ length: texts }, (_, text) => -1 - text)
  const { ids, types } = wrap(marks.map((mark) => [mark]))
  return ids.map((id, i) => (id < 0 ? { text: -1 - id, type: types[i] } : { ids: [id], type: types[i] }))
}

/** Returns the number of ids of a row that belong to no text. */
export function fixedLength(layout: readonly Stretch[]): number {
  return layout.reduce((sum, stretch) => sum + ("ids" in stretch ? stretch.ids.length : 0), 0)
}
