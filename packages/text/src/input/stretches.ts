import { isPamiError } from "@pami/core"
import type { Tokenizer } from "../tokenizer/tokenizer.ts"
import { space } from "../units/span.ts"

/** The text before a stretch: nothing, text, or the word for masked units. */
export type Before = "nothing" | "text" | "mask"

/** A stretch of a masked text, with its ids. */
export interface Stretch {
  readonly ids: Int32Array
  /** Returns whether the ids of a stretch before it and its own, joined, are the ids of both together. */
  follows(before: Stretch): boolean
}

/** Turns a stretch of a text into ids, as behind another text; `undefined` if its ids depend on the text before it. */
export type TurnStretch = (text: string, before: Before) => Stretch | undefined

// Texts of large groups, and of groups behind others than usual.
const mostTexts = 50_000

// Words of most languages and vocabularies: a letter, a digit, a mark, Chinese.
const usual = ["a", "1", ".", "好"]

interface Anchor {
  readonly text: string
  readonly ids: readonly number[]
}

/** A stretch, and the text that stood before it when it was turned into ids; `undefined` for nothing. */
interface AnchoredStretch extends Stretch {
  readonly text: string
  readonly anchor: Anchor | undefined
}

/**
 * Returns the function that turns stretches of a text into ids, each once, behind another text, since a text may start otherwise.
 * Whether two may be joined is tried once, unless the tokenizer cuts between them.
 *
 * @param first a piece of the text
 * @param word in place of a masked unit
 */
export function stretchesOf(
  first: string,
  word: string | undefined,
  { encode, cutsAtSpaces = false }: Pick<Tokenizer, "encode" | "cutsAtSpaces">,
): TurnStretch {
  /** Returns the ids of a text; `undefined` if the vocabulary lacks a word of it. */
  const known = (text: string) => {
    try {
      return encode(text)
    } catch (error) {
      if (isPamiError(error)) return undefined
      throw error
    }
  }
  const anchorsOf = (texts: readonly string[]) =>
    texts.flatMap((text): Anchor[] => {
      const ids = known(text)
      return ids === undefined || ids.length === 0 ? [] : [{ text, ids }]
    })
  // A tokenizer that cuts at spaces seldom needs them.
  let anchors: Record<Exclude<Before, "nothing">, readonly Anchor[]> | undefined
  const stretchOf = (text: string, ids: readonly number[], anchor?: Anchor): AnchoredStretch => {
    const isApart = cutsAtSpaces && startsApart(text)
    const tried = new Map<Stretch, boolean>()
    const stretch: AnchoredStretch = {
      text,
      ids: Int32Array.from(ids),
      anchor,
      follows(before) {
        if (isApart) return true
        // One without ids may join its neighbours to one word.
        if (before.ids.length === 0) return false
        let follows = tried.get(before)
        if (follows === undefined) tried.set(before, (follows = isJoined(before as AnchoredStretch, stretch)))
        return follows
      },
    }
    return stretch
  }
  const isJoined = (before: AnchoredStretch, { text, ids }: AnchoredStretch) => {
    const { anchor } = before
    const whole = known((anchor?.text ?? "") + before.text + text)
    const joined = [...(anchor?.ids ?? []), ...before.ids, ...ids]
    return whole?.length === joined.length && joined.every((id, i) => whole[i] === id)
  }
  const turn = (text: string, before: Before) => {
    if (before === "nothing") return stretchOf(text, encode(text))
    anchors ??= { text: anchorsOf([...usual, first]), mask: anchorsOf(word === undefined ? [] : [word]) }
    for (const anchor of anchors[before]) {
      const ids = known(anchor.text + text)
      if (ids !== undefined && anchor.ids.every((id, i) => ids[i] === id))
        return stretchOf(text, ids.slice(anchor.ids.length), anchor)
    }
    return undefined
  }
  const turned: Record<Before, Map<string, Stretch | undefined>> = {
    nothing: new Map(),
    text: new Map(),
    mask: new Map(),
  }
  return (text, where) => {
    // The text before white space does not matter then.
    const before = cutsAtSpaces && startsApart(text) ? "nothing" : where
    const own = turned[before]
    if (own.has(text)) return own.get(text)
    if (own.size >= mostTexts) own.clear()
    const stretch = turn(text, before)
    own.set(text, stretch)
    return stretch
  }
}

const apart = new RegExp(String.raw`^[${space}]*?\p{White_Space}`, "u")

/** Returns whether a text starts with white space. Not every invisible character between units is that for a tokenizer. */
export function startsApart(text: string): boolean {
  return apart.test(text)
}
