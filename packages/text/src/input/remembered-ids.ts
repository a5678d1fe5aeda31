import { isPamiError } from "@pami/core"
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
export const mostInTable = 8
// Texts of other groups, and of groups behind others than usual.
const mostTexts = 50_000
// All states of a group are tried for its largest number of ids up to so many units.
const mostTried = 4

// Texts that may stand before a group: a letter, a digit, a mark, a character that few vocabularies have, Chinese.
const others = ["a", "1", ".", "\u2603", "好"]

/** The text before a group: nothing, text, or the word for masked units. */
type Before = "nothing" | "text" | "mask"

/**
 * Returns the remembered ids of a masked text.
 *
 * @param first a piece of the text, which may stand before a group
 * @param word in place of a masked unit
 */
export function rememberedIds(
  masked: MaskedText,
  first: string,
  word: string | undefined,
  encode: Tokenizer["encode"],
): RememberedIds {
  const { groups, bodyOf } = masked
  /** Returns the ids of a text; `undefined` if the vocabulary lacks a word of it. */
  const known = (text: string) => {
    try {
      return encode(text)
    } catch (error) {
      if (isPamiError(error)) return undefined
      throw error
    }
  }
  const withIds = (texts: readonly string[]) =>
    texts.flatMap((text) => {
      const ids = known(text)
      return ids === undefined || ids.length === 0 ? [] : [{ text, ids }]
    })
  const anchors = {
    nothing: [],
    text: withIds([...others, first]),
    mask: withIds(word === undefined ? [] : [word]),
  }
  /** Returns the ids of a text; `undefined` if they depend on the text before it. */
  const turn = (text: string, before: Before) => {
    if (before === "nothing") return Int32Array.from(encode(text))
    let common: readonly number[] | undefined
    for (const anchor of anchors[before]) {
      const ids = known(anchor.text + text)
      const own = ids?.slice(anchor.ids.length)
      const isApart = anchor.ids.every((id, i) => ids?.[i] === id)
      if (own === undefined || !isApart || (common !== undefined && own.join() !== common.join()))
        return undefined
      common = own
    }
    return common && Int32Array.from(common)
  }
  const remembered = { nothing: new Map(), text: new Map(), mask: new Map() } as Record<
    Before,
    Map<string, Int32Array | undefined>
  >
  const lookUp = (text: string, before: Before) => {
    const own = remembered[before]
    if (own.has(text)) return own.get(text)
    if (own.size >= mostTexts) own.clear()
    const ids = turn(text, before)
    own.set(text, ids)
    return ids
  }
  const tables: (Int32Array | undefined)[][] = [...groups.map(() => []), []]
  /** Hands over the ids of each group; returns whether all were found. */
  const each = (kept: Kept, put: (ids: Int32Array) => void): boolean => {
    let [isFirst, isFound] = [true, true]
    masked.visit(kept, (group, gap, isUsual) => {
      const state = isUsual ? masked.stateOf(group, kept, mostInTable) : -1
      const isBehindMask = masked.isBehindMask(group, kept)
      const place = 2 * state + Number(isBehindMask)
      let ids = state < 0 ? undefined : tables[group][place]
      if (ids === undefined) {
        ids = lookUp(gap + bodyOf(group, kept), isFirst ? "nothing" : isBehindMask ? "mask" : "text")
        if (state >= 0) tables[group][place] = ids
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
          for (const before of group === 0 ? ["nothing" as const] : ["text" as const, "mask" as const])
            most = Math.max(most, lookUp(text, before)?.length ?? 0)
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
