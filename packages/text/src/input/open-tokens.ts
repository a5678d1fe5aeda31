import type { BatchWriter, Part, Tensors } from "@pami/core"
import type { MaskedIds } from "./masked-ids.ts"
import { rowColumn } from "./row-column.ts"
import type { Stretch } from "./row-layout.ts"
import { shownUnits } from "./shown-units.ts"
import type { TokenTensor } from "./token-tensors.ts"

/** Rows of tokens, one for each masked input. */
export interface TokenRows {
  readonly tensors: readonly TokenTensor[]
  /** Number of tokens of every row of a sweep. */
  readonly length: number
  readonly layout: readonly Stretch[]
  readonly texts: readonly {
    readonly ids: MaskedIds
    /** Number of its first unit among those of the input. */
    readonly offset: number
    readonly units: number
  }[]
  /** Ids at the end of every row. */
  readonly suffix: readonly number[]
  readonly padId: number
  readonly units: number
}

/** Returns the writer of batches for a model that takes tokens. */
export function openTokens(rows: TokenRows, slots: number): BatchWriter<Tensors> {
  const { length, layout, texts, suffix, padId, units } = rows
  const columns = rows.tensors.map((tensor) => rowColumn(tensor, slots, length))
  const [ids, types] = [new Int32Array(length), new Int32Array(length)]
  const [ones, positions] = [new Int32Array(length).fill(1), Int32Array.from({ length }, (_, i) => i)]
  const scratch = texts.map(() => new Int32Array(length))
  const kept = new Uint8Array(units)
  const compose = (variant: number): number => {
    const counts = texts.map((text, i) => text.ids.write(shownUnits(text, kept, variant), scratch[i]))
    let at = 0
    // A row that is too long loses the end of its last text, and keeps its special tokens.
    let over = Math.max(
      0,
      layout.reduce(
        (sum, stretch) => sum + ("ids" in stretch ? stretch.ids.length : counts[stretch.text]),
        0,
      ) +
        suffix.length -
        length,
    )
    for (let text = texts.length - 1; text >= 0 && over > 0; text--) {
      const lost = Math.min(over, counts[text])
      counts[text] -= lost
      over -= lost
    }
    for (const stretch of layout) {
      const [run, count] =
        "ids" in stretch ? [stretch.ids, stretch.ids.length] : [scratch[stretch.text], counts[stretch.text]]
      for (let i = 0; i < count; i++, at++) {
        ids[at] = run[i]
        types[at] = stretch.type
      }
    }
    for (const id of suffix) {
      ids[at] = id
      types[at++] = layout.at(-1)?.type ?? 0
    }
    return at
  }
  const preserve = (slot: number, part: Part, variant = 0) => {
    kept.fill(0)
    for (let i = 0; i < part.length; i += 2) kept.fill(1, part[i], part[i + 1])
    const count = compose(variant)
    // An answer at the end stays in its place.
    const start = suffix.length > 0 ? length - count : 0
    const values = { ids, types, attention: ones, positions }
    for (const { role, write } of columns)
      // Positions go on over padding at the end, as models with an attention mask expect.
      write(
        slot,
        values[role],
        start,
        role === "positions" ? length - start : count,
        role === "ids" ? padId : 0,
      )
  }
  for (let slot = 0; slot < slots; slot++) preserve(slot, new Int32Array(0))
  return {
    preserve,
    feeds: (count, first = 0) =>
      Object.fromEntries(columns.map((column) => [column.name, column.tensor(first, count)])),
    close() {},
  }
}
