import { describe, expect, test } from "vitest"
import { families, tokenizerOf } from "../../test/families.ts"
import { randomText, randomWords } from "../../test/random-text.ts"
import { encoderTensors } from "../../test/token-models.ts"
import { textInput, vocabularyTokenizer } from "../index.ts"
import type { TextInput, TextInputOptions } from "../index.ts"

const tokenizer = tokenizerOf("WordPiece")
const place = (texts: TextInputOptions["texts"], options: Partial<TextInputOptions> = {}) =>
  textInput({ texts, tokenizer, tensors: encoderTensors(), keepPlaces: true, ...options })

/** Returns the ids of a row with some units kept. */
function idsOf({ input }: TextInput, kept: readonly number[]): readonly number[] {
  const writer = input.open(1)
  writer.preserve(0, Int32Array.from(kept.flatMap((unit) => [unit, unit + 1])))
  return Array.from(writer.feeds(1)["input_ids"].data, Number)
}

describe("keepPlaces", () => {
  test.each(families.slice(0, 3))("every token keeps its place, or is the mask: %s", (family) => {
    const own = tokenizerOf(family)
    const [mask] = own.encode(own.maskToken!)
    for (let seed = 0; seed < 8; seed++) {
      const texts = seed % 2 === 0 ? `${randomText(seed, 12)} end` : randomWords(seed, 9)
      const made = place(texts, { tokenizer: own })
      const { units } = made.texts[0]
      const whole = idsOf(made, [...units.keys()])
      expect(whole).toEqual(own.wrap([own.encode(texts)]).ids)
      for (const { label, start, end, tokens } of made.words!) {
        expect(texts.slice(start, end)).toBe(label)
        const isInside = (unit: number) => units[unit].start >= start && units[unit].end <= end
        const alone = idsOf(made, [...units.keys()].filter(isInside))
        const [rest, word] = [[...whole], whole.slice(tokens.start, tokens.end)]
        rest.fill(mask, 1, -1)
        rest.splice(tokens.start, word.length, ...word)
        expect(alone, label).toEqual(rest)
      }
    }
  })

  test("words of a pair have places in the row of both, also of a text that is not explained", () => {
    const made = place([
      { name: "question", text: "who is it?", explained: false },
      { name: "context", text: "Anna's film." },
    ])
    const ids = idsOf(made, [])
    for (const { text, label, tokens } of made.words!) {
      const own = tokenizer.encode(label)
      expect(tokens.end - tokens.start).toBe(own.length)
      if (text === "question") expect(ids.slice(tokens.start, tokens.end)).toEqual(own)
    }
    expect(made.words!.map(({ label }) => label)).toEqual(["who", "is", "it", "?", "Anna's", "film", "."])
  })

  test("masked sentences hide all their tokens; words are words whatever the units are", () => {
    const made = place("A film. It was.", { units: "sentences" })
    const [mask] = tokenizer.encode("[MASK]")
    const [first, second] = ["A film.", "It was."].map((text) => tokenizer.encode(text).length)
    expect(idsOf(made, [1]).slice(1, 1 + first)).toEqual(Array(first).fill(mask))
    expect(idsOf(made, [1]).slice(1 + first, 1 + first + second)).toEqual(tokenizer.encode("It was."))
    expect(made.words).toHaveLength(6)
  })

  test("words that share a token are one, and masked with each other", () => {
    const bytes = new TextEncoder().encode("<PAD>\n<START>\n<UNK>\n<MASK>\nin\nparis.\nnow")
    const made = place("in Paris. now", {
      tokenizer: vocabularyTokenizer(bytes),
      tensors: [{ name: "tokens", dtype: "int32", shape: [null, null] }],
    })
    expect(made.words!.map(({ label }) => label)).toEqual(["in", "Paris.", "now"])
    const writer = made.input.open(1)
    writer.preserve(0, Int32Array.of(0, 2))
    expect([...writer.feeds(1)["tokens"].data]).toEqual([1, 4, 3, 3])
  })

  test("what moves tokens is refused: deletion, a mask of several, tokens that reach over words", () => {
    const code = (code: string) => expect.objectContaining({ code })
    expect(() => place("a film", { mask: "delete" })).toThrow(code("MASK_UNAVAILABLE"))
    expect(() => place("a film", { mask: { word: "some thing" } })).toThrow(code("MASK_UNAVAILABLE"))
    const uncut = { ...tokenizer, encode: (text: string) => (text === "[MASK]" ? [4] : [text.length]) }
    expect(() => place("the film was good", { tokenizer: uncut })).toThrow(code("TOKENIZER_UNSUPPORTED"))
    expect(() => place("a film", { suffix: [1] })).toThrow(RangeError)
  })
})
