import { random } from "@pami/core/tensor"
import { expect, test } from "vitest"
import { families, tokenizerOf } from "../../test/families.ts"
import type { Family } from "../../test/families.ts"
import { randomText, randomWords } from "../../test/random-text.ts"
import { splitText, vocabularyTokenizer } from "../index.ts"
import { isBlank } from "../units/span.ts"
import { maskedIds } from "./masked-ids.ts"
import { textPieces } from "./text-pieces.ts"

const words = ["[MASK]", undefined, "something else"] as const

const vocabulary = vocabularyTokenizer(
  new TextEncoder().encode("<PAD>\n<START>\n<UNK>\n<MASK>\nthe\nfilm\nfilm.\nwas\ngood\nnot\nvery"),
)

for (const family of [...families, "vocabulary"] as const) {
  const tokenizer = family === "vocabulary" ? vocabulary : tokenizerOf(family)
  for (const given of words) {
    const word = given === "[MASK]" ? tokenizer.maskToken! : given
    test(`remembered ids are those of the whole masked text: ${family}, ${given ?? "deleted"}`, () => {
      let remembered = 0
      for (let seed = 0; seed < 60; seed++) {
        const text = seed % 2 === 0 ? randomText(seed, 2 + (seed % 25)) : randomWords(seed, 1 + (seed % 40))
        const units = splitText(text, { units: seed % 7 === 0 ? "sentences" : "words" })
        const ids = maskedIds(textPieces(text, units), units.length, word, tokenizer)
        remembered += Number(ids.stretches > 0)
        const next = random(seed)
        for (let i = 0; i < 40; i++) {
          const share = [0.05, 0.5, 0.95][i % 3]
          const kept = { units: Uint8Array.from(units, () => Number(next() < share)), offset: 0 }
          const whole = tokenizer.encode(ids.textOf(kept))
          const into = new Int32Array(whole.length + 3)
          const count = ids.write(kept, into)
          expect([...into.subarray(0, count)], JSON.stringify(ids.textOf(kept))).toEqual(whole)
          expect(count).toBeLessThanOrEqual(ids.most)
        }
      }
      // Texts of words and spaces are not turned into ids as a whole.
      expect(remembered).toBeGreaterThanOrEqual(30)
    })
  }
}

test("a text with all units is itself, without any it has none of its words", () => {
  for (let seed = 0; seed < 100; seed++) {
    const text = randomText(seed, seed % 12)
    const units = splitText(text)
    for (const word of units.length === 0 ? [] : words) {
      const { textOf } = maskedIds(textPieces(text, units), units.length, word, { encode: () => [] })
      expect(textOf({ units: new Uint8Array(units.length).fill(1), offset: 0 })).toBe(text)
      const none = textOf({ units: new Uint8Array(units.length), offset: 0 })
      expect(isBlank(word === undefined ? none : none.replaceAll(word, ""))).toBe(true)
    }
  }
})

test("Chinese has its pieces remembered by a tokenizer that reads characters alone", () => {
  const text = "今天天气很好,我们去公园玩,这部电影非常好看"
  const units = splitText(text, { language: "zh" })
  const stretches = (family: Family) =>
    maskedIds(textPieces(text, units), units.length, "[MASK]", tokenizerOf(family)).stretches
  expect(stretches("WordPiece")).toBe(units.length)
  expect(stretches("BPE")).toBeLessThan(units.length)
})

const deleted = (text: string, kept: readonly number[]) => {
  const units = splitText(text)
  const { textOf } = maskedIds(textPieces(text, units), units.length, undefined, { encode: () => [] })
  return textOf({ units: Uint8Array.from(units, (_, unit) => Number(kept.includes(unit))), offset: 0 })
}

test("a deleted word takes its white space along, and never joins two words", () => {
  expect(deleted("a very\nfine film.", [0, 2, 3])).toBe("a\nfine film")
  expect(deleted("a very fine film.", [1, 4])).toBe("very .")
  expect(deleted("well-known", [0, 2])).toBe("well known")
  expect(deleted("很好看的电影", [0, 2])).not.toContain(" ")
  expect(deleted("good, bad", [])).toBe("")
})

test("text outside one's own spans is kept", () => {
  const text = "Q: who? A: me."
  const pieces = textPieces(text, [{ start: 3, end: 7 }])
  const { textOf } = maskedIds(pieces, 1, undefined, { encode: () => [] })
  expect(textOf({ units: Uint8Array.of(0), offset: 0 })).toBe("Q: A: me.")
  expect(textOf({ units: Uint8Array.of(1), offset: 0 })).toBe(text)
})
