import type { Tokenizer } from "../tokenizer/tokenizer.ts"
import type { Kept, MaskedText } from "./masked-text.ts"

/** The ids of the groups of a masked text, each turned into ids once. */
export interface RememberedIds {
  /** Returns the ids of a masked text; `undefined` if those of a group depend on what stands before it. */
  join(kept: Kept): readonly number[] | undefined
  /** Writes the ids of {@link join} from the start of `into`, as far as it has room, and returns their number. */
  write(kept: Kept, into: Int32Array): number | undefined
  /** Returns the sum of the largest numbers of ids of all groups. */
  most(units: number): number
}

// Groups of up to so many pieces have a table of their states.
const mostInTable = 8
// Texts of other groups, and of groups behind others than usual.
const mostTexts = 50_000
// All states of a group are tried for its largest number of ids up to so many units.
const mostTried = 4

/**
 * Returns the remembered ids of a masked text.
 *
 * @param anchor a word that stands before each group when it is turned into ids, since a text may start otherwise
 */
export function rememberedIds(
  masked: MaskedText,
  anchor: string,
  encode: Tokenizer["encode"],
): RememberedIds {
  const { groups, bodyOf } = masked
  const anchorIds = encode(anchor)
  const tables: (Int32Array | undefined)[][] = [...groups.map(() => []), []]
  const texts = [new Map<string, Int32Array | undefined>(), new Map<string, Int32Array | undefined>()]
  const turn = (text: string, isFirst: boolean) => {
    if (isFirst) return Int32Array.from(encode(text))
    const ids = encode(anchor + text)
    return anchorIds.every((id, i) => ids[i] === id)
      ? Int32Array.from(ids.slice(anchorIds.length))
      : undefined
  }
  const lookUp = (text: string, isFirst: boolean) => {
    const known = texts[Number(isFirst)]
    if (known.has(text)) return known.get(text)
    if (known.size >= mostTexts) known.clear()
    const ids = turn(text, isFirst)
    known.set(text, ids)
    return ids
  }
  /** Hands over the ids of each group; returns whether all were found. */
  const each = (kept: Kept, put: (ids: Int32Array) => void): boolean => {
    let [isFirst, isFound] = [true, true]
    masked.visit(kept, (group, before, isUsual) => {
      const state = isUsual ? masked.stateOf(group, kept, mostInTable) : -1
      let ids = state < 0 ? undefined : tables[group][state]
      if (ids === undefined) {
        ids = lookUp(before + bodyOf(group, kept), isFirst)
        if (state >= 0) tables[group][state] = ids
      }
      isFirst = false
      if (ids === undefined) isFound = false
      else put(ids)
    })
    return isFound
  }
  return {
    join(kept) {
      const ids: number[] = []
      const isFound = each(kept, (run) => {
        for (const id of run) ids.push(id)
      })
      return isFound ? ids : undefined
    },
    write(kept, into) {
      let count = 0
      const isFound = each(kept, (run) => {
        for (let i = 0; i < run.length && count < into.length; i++) into[count++] = run[i]
      })
      return isFound ? count : undefined
    },
    most(units) {
      const kept = { units: new Uint8Array(units), offset: 0 }
      let sum = 0
      for (let group = 0; group <= groups.length; group++) {
        const own = masked.unitsOf(group)
        let most = 0
        for (const state of statesOf(own.length)) {
          for (const [i, unit] of own.entries()) kept.units[unit] = (state >> i) & 1
          const text = masked.gapBefore(group) + bodyOf(group, kept)
          most = Math.max(most, lookUp(text, group === 0)?.length ?? 0)
        }
        for (const unit of own) kept.units[unit] = 0
        sum += own.length > mostTried ? most + own.length : most
      }
      return sum
    },
  }
}

/** Returns the states of a group to try: all, or none and all of a group of many units. */
function statesOf(units: number): readonly number[] {
  return units > mostTried ? [0, -1] : Array.from({ length: 2 ** units }, (_, state) => state)
}
