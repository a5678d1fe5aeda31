import type { BatchWriter, Part, Tensors } from "@pami/core"
import type { MaskedIds } from "./masked-ids.ts"
import { rowColumn } from "./row-column.ts"
import { fixedLength } from "./row-layout.ts"
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
  const values = {
    ids: new Int32Array(length),
    types: new Int32Array(length),
    attention: new Int32Array(length).fill(1),
    positions: Int32Array.from({ length }, (_, i) => i),
  }
  const scratch = texts.map(() => new Int32Array(length))
  const counts = new Int32Array(texts.length)
  const beside = fixedLength(layout) + suffix.length
  const kept = new Uint8Array(units)
  /** Composes a row of the kept units, and returns its number of tokens. */
  const compose = (variant: number): number => {
    let over = beside - length
    for (let i = 0; i < texts.length; i++) {
      counts[i] = texts[i].ids.write(shownUnits(texts[i], kept, variant), scratch[i])
      over += counts[i]
    }
    // A row that is too long loses the end of its last text, and keeps its special tokens.
    for (let text = texts.length - 1; text >= 0 && over > 0; text--) {
      const lost = Math.min(over, counts[text])
      counts[text] -= lost
      over -= lost
    }
    const { ids, types } = values
    let at = 0
    for (let i = 0; i < layout.length; i++) {
      const stretch = layout[i]
      const run = "ids" in stretch ? stretch.ids : scratch[stretch.text]
      const count = "ids" in stretch ? run.length : counts[stretch.text]
      for (let k = 0; k < count; k++, at++) {
        ids[at] = run[k]
        types[at] = stretch.type
      }
    }
    for (const id of suffix) {
      ids[at] = id
      types[at++] = layout.at(-1)?.type ?? 0
    }
    return at
  }
  const write = (slot: number, count: number) => {
    // An answer at the end stays in its place.
    const start = suffix.length > 0 ? length - count : 0
    for (const column of columns) {
      const { role } = column
      // Positions go on over padding at the end, as models with an attention mask expect.
      const shown = role === "positions" ? length - start : count
      column.write(slot, values[role], start, shown, role === "ids" ? padId : 0)
    }
  }
  const masked = compose(0)
  for (let slot = 0; slot < slots; slot++) write(slot, masked)
  return {
    preserve(slot: number, part: Part, variant = 0) {
      kept.fill(0)
      for (let i = 0; i < part.length; i += 2) kept.fill(1, part[i], part[i + 1])
      write(slot, compose(variant))
    },
    feeds: (count, first = 0) =>
      Object.fromEntries(columns.map((column) => [column.name, column.tensor(first, count)])),
    close() {},
  }
}
