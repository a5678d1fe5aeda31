import { isPamiError } from "@pami/core"
import type { Tokenizer } from "../tokenizer/tokenizer.ts"

/** The text before a stretch: nothing, text, or the word for masked units. */
export type Before = "nothing" | "text" | "mask"

/** A stretch of a masked text, with its ids. */
export interface Stretch {
  readonly text: string
  readonly ids: Int32Array
  /** The text that stood before it when it was turned into ids; `undefined` for nothing. */
  readonly anchor: Anchor | undefined
  /** Whether its ids and those of the stretch before it, joined, are the ids of both together; as far as tried. */
  readonly fits: Map<Stretch, boolean>
}

interface Anchor {
  readonly text: string
  readonly ids: readonly number[]
}

/** Turns stretches of a text into ids, each behind another text, since a text may start otherwise. */
export interface Stretches {
  /** Returns a stretch; `undefined` if its ids depend on the text before it. */
  turn(text: string, before: Before): Stretch | undefined
  /** Returns whether a stretch may be joined to the one before it. Tries each pair once. */
  fit(before: Stretch, stretch: Stretch): boolean
}

// Words of most languages and vocabularies: a letter, a digit, a mark, Chinese.
const usual = ["a", "1", ".", "好"]

/**
 * Returns the stretches of a text.
 *
 * @param first a piece of the text
 * @param word in place of a masked unit
 */
export function stretchesOf(first: string, word: string | undefined, encode: Tokenizer["encode"]): Stretches {
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
  const anchors = { text: anchorsOf([...usual, first]), mask: anchorsOf(word === undefined ? [] : [word]) }
  return {
    turn(text, before) {
      if (before === "nothing")
        return { text, ids: Int32Array.from(encode(text)), anchor: undefined, fits: new Map() }
      for (const anchor of anchors[before]) {
        const ids = known(anchor.text + text)
        if (ids !== undefined && anchor.ids.every((id, i) => ids[i] === id))
          return { text, ids: Int32Array.from(ids.slice(anchor.ids.length)), anchor, fits: new Map() }
      }
      return undefined
    },
    fit(before, stretch) {
      // One without ids may join its neighbours to one word.
      if (before.ids.length === 0) return false
      let fits = stretch.fits.get(before)
      if (fits !== undefined) return fits
      const { anchor } = before
      const whole = known((anchor?.text ?? "") + before.text + stretch.text)
      const joined = [...(anchor?.ids ?? []), ...before.ids, ...stretch.ids]
      fits = whole?.length === joined.length && joined.every((id, i) => whole[i] === id)
      stretch.fits.set(before, fits)
      return fits
    },
  }
}
