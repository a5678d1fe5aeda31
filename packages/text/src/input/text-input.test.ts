import { describe, expect, test } from "vitest"
import type { TensorInfo } from "@pami/core"
import { families, tokenizerOf } from "../../test/families.ts"
import { randomText, randomWords } from "../../test/random-text.ts"
import { encoderTensors } from "../../test/token-models.ts"
import { textInput, vocabularyTokenizer } from "../index.ts"
import type { TextInput, TextInputOptions } from "../index.ts"

const tokenizer = tokenizerOf("WordPiece")
const bytes = (text: string) => new TextEncoder().encode(text)
const strings: readonly TensorInfo[] = [{ name: "text", dtype: "string", shape: [null] }]
const one = (name: string, length: number | null, dtype: TensorInfo["dtype"] = "int64"): TensorInfo => ({
  name,
  dtype,
  shape: [null, length],
})

/** Returns the feeds of one item with some units kept, as numbers and strings. */
function feed({ input }: TextInput, kept: readonly number[], variant = 0): Record<string, unknown[]> {
  const writer = input.open(1)
  writer.preserve(0, Int32Array.from(kept.flatMap((unit) => [unit, unit + 1])), variant)
  const feeds = writer.feeds(1)
  writer.close()
  return Object.fromEntries(
    Object.entries(feeds).map(([name, { data, dtype }]) => [
      name,
      Array.from<unknown>(data as ArrayLike<unknown>).map((value) =>
        dtype === "string" ? value : Number(value),
      ),
    ]),
  )
}

const small = vocabularyTokenizer(bytes("<PAD>\n<START>\n<UNK>\na\nvery\ngood\nfilm\n<MASK>\nbad"))
const bare = vocabularyTokenizer(bytes("<PAD>\na\nvery\ngood\nfilm\nbad"))
const plain = (options: Partial<TextInputOptions> = {}) =>
  textInput({ texts: "a very good film", tokenizer: small, tensors: [one("tokens", null)], ...options })

describe("masks", () => {
  test("the mask token, the unknown token, a word, or nothing stands in place of a masked word", () => {
    expect(feed(plain(), [2]).tokens).toEqual([1, 7, 7, 5, 7])
    expect(feed(plain({ mask: "unknown-token" }), [2]).tokens).toEqual([1, 2, 2, 5, 2])
    expect(feed(plain({ mask: { word: "bad" } }), [2]).tokens).toEqual([1, 8, 8, 5, 8])
    expect(feed(plain({ mask: "delete" }), [2]).tokens).toEqual([1, 5, 0, 0, 0])
  })

  test("auto takes what the tokenizer has, and says so unless it is the mask token", () => {
    expect(plain()).toMatchObject({
      mask: "mask-token",
      input: { findings: [], settings: { maskedBy: "<MASK>" } },
    })
    const unknown = vocabularyTokenizer(bytes("<UNK>\na"))
    expect(plain({ tokenizer: unknown })).toMatchObject({
      mask: "unknown-token",
      input: { findings: [{ code: "MASK_CHOSEN" }, { code: "WORDS_UNKNOWN" }] },
    })
    expect(plain({ tokenizer: bare })).toMatchObject({
      mask: "delete",
      input: { findings: [{ code: "MASK_CHOSEN" }] },
    })
    expect(textInput({ texts: "a", tensors: strings }).mask).toBe("delete")
  })

  test("a mask that the tokenizer lacks is an error", () => {
    expect(() => plain({ tokenizer: bare, mask: "mask-token" })).toThrow(
      expect.objectContaining({ code: "MASK_UNAVAILABLE" }),
    )
    expect(() => plain({ mask: { word: "" } })).toThrow(RangeError)
    expect(() => plain({ mask: "blank" as never })).toThrow('got "blank"')
  })

  test("a deleted word moves kept tokens left, and the attention mask says how many there are", () => {
    const made = plain({ mask: "delete", tensors: [one("input_ids", 6), one("attention_mask", 6)] })
    expect(feed(made, [0, 2])).toEqual({ input_ids: [1, 3, 5, 0, 0, 0], attention_mask: [1, 1, 1, 0, 0, 0] })
    expect(feed(made, [])).toEqual({ input_ids: [1, 0, 0, 0, 0, 0], attention_mask: [1, 0, 0, 0, 0, 0] })
  })
})

describe("tensors", () => {
  test("inputs are found by their usual names, in any order and type", () => {
    const made = textInput({
      texts: [
        { name: "question", text: "good film?", explained: false },
        { name: "context", text: "Never." },
      ],
      tokenizer,
      tensors: [
        one("segment_ids", null, "int32"),
        one("serving_default_input_mask:0", null, "int32"),
        one("model/input_word_ids", null, "float32"),
        one("position_ids", null),
      ],
    })
    const question = tokenizer.encode("good film?")
    const context = tokenizer.encode("Never.")
    const ids = [2, ...question, 3, ...context, 3]
    expect(feed(made, [0, 1])).toEqual({
      segment_ids: [...[2, ...question, 3].map(() => 0), ...[...context, 3].map(() => 1)],
      "serving_default_input_mask:0": ids.map(() => 1),
      "model/input_word_ids": ids,
      position_ids: [...ids.keys()],
    })
    const writer = made.input.open(1)
    expect(Object.values(writer.feeds(1)).map(({ dtype }) => dtype)).toEqual([
      "int32",
      "int32",
      "float32",
      "int64",
    ])
  })

  test("one tensor of any name, of a fixed length, with axes of 1", () => {
    const tensors: readonly TensorInfo[] = [
      { name: "embedding_input", dtype: "float32", shape: [null, 1, 8] },
    ]
    const made = plain({ tensors })
    expect(feed(made, [0, 1, 2, 3])).toEqual({ embedding_input: [1, 3, 4, 5, 6, 0, 0, 0] })
    expect(made.input.tensors[0].shape).toEqual([null, 1, 8])
    expect(made.input.open(2).feeds(2).embedding_input.shape).toEqual([2, 1, 8])
  })

  test("64-bit ids are whole numbers", () => {
    const writer = plain().input.open(2)
    writer.preserve(1, Int32Array.of(0, 4))
    expect(writer.feeds(1, 1).tokens).toEqual({
      dtype: "int64",
      shape: [1, 5],
      data: BigInt64Array.of(1n, 3n, 4n, 5n, 6n),
    })
  })

  test.each([
    [[one("input_ids", 8), one("logits", 8), one("other", 8)], "logits is not known"],
    [[one("a", 8), one("b", 8)], "none is named input_ids"],
    [[one("input_ids", 8), one("tokens", 8)], "two inputs are named as ids"],
    [[one("input_ids", 8), one("attention_mask", 9)], "differ in length"],
    [[one("input_ids", 8, "float64")], "input_ids is float64"],
    [[{ name: "pixels", dtype: "float32", shape: [null, 3, 8] }], "not [N, T]"],
  ] as const)("inputs that take no tokens are an error: %j", (tensors, message) => {
    expect(() => plain({ tensors: tensors as readonly TensorInfo[] })).toThrow(
      expect.objectContaining({ code: "TOKENIZER_MISMATCH", message: expect.stringContaining(message) }),
    )
  })
})

describe("several texts", () => {
  const texts = [
    { name: "premise", text: "A good film" },
    { name: "hypothesis", text: "It was bad" },
  ]
  const pair = textInput({ texts, tokenizer, tensors: encoderTensors() })

  test("each explained text has a grid; separators are never masked", () => {
    expect(pair.input.grids).toEqual([
      { name: "premise", shape: [3], start: 0, labels: ["A", "good", "film"] },
      { name: "hypothesis", shape: [3], start: 3, labels: ["It", "was", "bad"] },
    ])
    expect(feed(pair, []).input_ids.filter((id) => id !== 0)).toEqual([2, 4, 4, 4, 3, 4, 4, 4, 3])
    expect(feed(pair, [1, 5]).input_ids.filter((id) => id !== 0)).toEqual([
      2,
      4,
      ...tokenizer.encode("good"),
      4,
      3,
      4,
      4,
      ...tokenizer.encode("bad"),
      3,
    ])
  })

  test("in the variant, a text without any kept word stays whole", () => {
    expect(pair.input.variants).toEqual([{ name: "other texts kept" }])
    const all = feed(pair, [0, 1, 2, 3, 4, 5])
    const ids = (kept: readonly number[]) => feed(pair, kept, 1).input_ids.filter((id) => id !== 0)
    expect(ids([0])).toEqual([2, ...tokenizer.encode("A"), 4, 4, 3, ...tokenizer.encode("It was bad"), 3])
    expect(ids([0, 3])).toEqual([2, ...tokenizer.encode("A"), 4, 4, 3, ...tokenizer.encode("It"), 4, 4, 3])
    expect(feed(pair, [], 1)).toEqual(feed(pair, []))
    expect(feed(pair, [0, 1, 2, 3, 4, 5], 1)).toEqual(all)
  })

  test("a text that is not explained is always whole, and has no grid", () => {
    const made = textInput({
      texts: [{ ...texts[0], explained: false }, texts[1]],
      tokenizer,
      tensors: encoderTensors(),
    })
    expect(made.input.grids.map(({ name }) => name)).toEqual(["hypothesis"])
    expect(made.input.variants).toBeUndefined()
    expect(made.texts.map(({ grid }) => grid)).toEqual([undefined, "hypothesis"])
    expect(feed(made, []).input_ids.filter((id) => id !== 0)).toEqual([
      2,
      ...tokenizer.encode("A good film"),
      3,
      4,
      4,
      4,
      3,
    ])
  })

  test("models of strings take one text each, or all", () => {
    const named = ["hypothesis", "premise"].map((name): TensorInfo => ({
      name,
      dtype: "string",
      shape: [null, 1],
    }))
    expect(feed(textInput({ texts, tensors: named }), [0, 4])).toEqual({
      premise: ["A"],
      hypothesis: ["was"],
    })
    const made = textInput({
      texts,
      tensors: [{ name: "x", dtype: "string", shape: [null, 2] }],
      mask: { word: "_" },
    })
    expect(feed(made, [0, 4])).toEqual({ x: ["A _ _", "_ was _"] })
    expect(() => textInput({ texts, tensors: strings })).toThrow(
      expect.objectContaining({ code: "TOKENIZER_MISMATCH" }),
    )
  })

  test("a text that is not explained may be empty", () => {
    const made = textInput({
      texts: [{ name: "context", text: "", explained: false }, texts[1]],
      tokenizer,
      tensors: encoderTensors(),
    })
    expect(feed(made, [])).toMatchObject({
      input_ids: [2, 3, 4, 4, 4, 3],
      token_type_ids: [0, 0, 1, 1, 1, 1],
    })
  })

  test("the mask token of a tokenizer is put into strings, too", () => {
    const made = textInput({ texts: "good film", tokenizer, tensors: strings })
    expect(feed(made, [1])).toEqual({ text: ["[MASK] film"] })
    expect(() => textInput({ texts: "good film", tensors: strings, maxLength: 5 })).toThrow(RangeError)
  })

  test("names are unique, and one text is explained", () => {
    expect(() => textInput({ texts: [texts[0], texts[0]], tensors: strings })).toThrow(
      "names of texts are unique",
    )
    expect(() => textInput({ texts: [{ ...texts[0], explained: false }], tensors: strings })).toThrow(
      "none explained",
    )
  })
})

describe("the answer at the end", () => {
  const decoder = [one("input_ids", null), one("attention_mask", null), one("position_ids", null)]

  test("it stays in its place, whatever is masked; padding is before the text", () => {
    const made = plain({ tensors: decoder, suffix: [8, 8], mask: "delete" })
    expect(feed(made, [0, 1, 2, 3])).toEqual({
      input_ids: [1, 3, 4, 5, 6, 8, 8],
      attention_mask: [1, 1, 1, 1, 1, 1, 1],
      position_ids: [0, 1, 2, 3, 4, 5, 6],
    })
    expect(feed(made, [1])).toEqual({
      input_ids: [0, 0, 0, 1, 4, 8, 8],
      attention_mask: [0, 0, 0, 1, 1, 1, 1],
      position_ids: [0, 0, 0, 0, 1, 2, 3],
    })
  })

  test("without an attention mask the model sees the padding, which is said", () => {
    expect(plain({ suffix: [8] }).input.findings).toMatchObject([{ code: "PADDING_SEEN" }])
  })

  test("text is cut for its sake", () => {
    const made = plain({ tensors: decoder, suffix: [8, 8], maxLength: 5 })
    expect(feed(made, [0, 1])).toMatchObject({ input_ids: [1, 3, 4, 8, 8] })
    expect(made.input.findings).toMatchObject([{ code: "TEXT_TRUNCATED" }])
  })
})

describe("long texts", () => {
  test("are cut before the first unit that does not fit", () => {
    const made = plain({ tensors: [one("tokens", 4)] })
    expect(made.texts).toMatchObject([{ shown: { start: 0, end: 11 }, units: [{}, {}, {}] }])
    expect(made.input.grids[0].labels).toEqual(["a", "very", "good"])
    expect(feed(made, [0, 1, 2])).toEqual({ tokens: [1, 3, 4, 5] })
    expect(made.input.findings).toMatchObject([
      {
        code: "TEXT_TRUNCATED",
        level: "warning",
        message: expect.stringContaining("after character 11 of 16, 3 of 4 units"),
      },
    ])
  })

  test("are cut by the tokenizer's length and by maxLength, too", () => {
    const short = vocabularyTokenizer(bytes("<START>\na\nvery\ngood\nfilm"), { maxLength: 3 })
    expect(plain({ tokenizer: short }).input.grids[0].labels).toEqual(["a", "very"])
    expect(plain({ maxLength: 2 }).input.grids[0].labels).toEqual(["a"])
    expect(() => plain({ maxLength: 0 })).toThrow(RangeError)
  })

  test("of a pair, the longer one is cut", () => {
    const made = textInput({
      texts: [
        { name: "question", text: "good?", explained: false },
        { name: "context", text: randomWords(3, 200) },
      ],
      tokenizer,
      tensors: encoderTensors(32),
    })
    const whole = feed(made, [...made.texts[1].units.keys()])
    expect(whole.input_ids.filter((id) => id === 3)).toHaveLength(2)
    expect(whole.input_ids.slice(1, 3)).toEqual(tokenizer.encode("good?"))
    expect(whole.attention_mask.filter((shown) => shown === 1).length).toBeGreaterThan(26)
    expect(made.texts[0].shown.end).toBe(5)
    expect(feed(made, []).input_ids.filter((id) => id === 3)).toHaveLength(2)
  })

  test("sentences are cut whole, and text outside spans at words", () => {
    const texts = "A very good film. A bad film. A good film."
    const options = { texts, tokenizer: small, tensors: [one("tokens", 9)] }
    expect(textInput({ ...options, units: "sentences" }).texts[0].shown.end).toBe(29)
    const spans = textInput({ ...options, units: [{ start: 2, end: 6 }] })
    expect(spans.texts[0].shown.end).toBeGreaterThan(20)
  })

  test("if not one unit fits, that is an error", () => {
    expect(() => plain({ maxLength: 1 })).toThrow(
      expect.objectContaining({
        code: "TEXT_TOO_LONG",
        message: expect.stringContaining("room for 0 tokens"),
      }),
    )
  })

  test("10,000 words are explained, or cut", () => {
    const texts = randomWords(1, 10_000)
    expect(textInput({ texts, tensors: strings }).input.grids[0].shape[0]).toBeGreaterThanOrEqual(10_000)
    for (const family of families) {
      const options = { texts, tokenizer: tokenizerOf(family), tensors: encoderTensors(128) }
      const made = textInput(options)
      expect(made.input.grids[0].shape[0]).toBeLessThan(128)
      expect(made.input.findings?.map(({ code }) => code)).toContain("TEXT_TRUNCATED")
    }
    const free = textInput({ texts, tokenizer, tensors: encoderTensors() })
    const ids = feed(free, [...free.texts[0].units.keys()]).input_ids
    expect(ids.filter((id) => id !== 0)).toEqual([2, ...tokenizer.encode(texts), 3])
  })
})

describe("bad input", () => {
  test.each(["", "  ", "\r\n\t\u00A0", "\u200B\uFEFF", "[SEP]", " [SEP] [CLS]\n"])(
    "text of nothing: %j",
    (texts) => {
      expect(() => textInput({ texts, tokenizer, tensors: encoderTensors() })).toThrow(
        expect.objectContaining({ code: "TEXT_EMPTY" }),
      )
    },
  )

  test("a model of numbers without a tokenizer", () => {
    expect(() => textInput({ texts: "a", tensors: encoderTensors() })).toThrow(
      expect.objectContaining({
        code: "TOKENIZER_MISSING",
        message: expect.stringContaining("tokenizer.json"),
      }),
    )
  })

  test("a tokenizer with ids that the model does not know", () => {
    const options = { texts: "a very good film", tokenizer: small, tensors: [one("tokens", null)] }
    expect(() => textInput({ ...options, vocabularySize: 6 })).toThrow(
      expect.objectContaining({
        code: "TOKENIZER_MISMATCH",
        message: expect.stringContaining('the id 6 for "film"'),
      }),
    )
    expect(textInput({ ...options, vocabularySize: 9 }).input.grids[0].shape).toEqual([4])
  })

  test("a tokenizer that knows few words of the text is a finding", () => {
    const made = textInput({
      texts: "quatsch und unsinn film",
      tokenizer: small,
      tensors: [one("tokens", null)],
    })
    expect(made.input.findings).toMatchObject([
      { code: "WORDS_UNKNOWN", message: expect.stringContaining("75 %") },
    ])
  })

  test("a special token in the text is a finding", () => {
    const made = textInput({ texts: "good [SEP] film", tokenizer, tensors: encoderTensors() })
    expect(made.input.findings).toMatchObject([
      {
        code: "SPECIAL_TOKEN_IN_TEXT",
        level: "warning",
        message: expect.stringContaining('contains "[SEP]"'),
      },
    ])
  })
})

test("the digest tells texts, units, masks and tokenizers apart", () => {
  const digests = [
    plain(),
    plain({ texts: "a very good  film" }),
    plain({ mask: "delete" }),
    plain({ units: "sentences" }),
    plain({
      tokenizer: vocabularyTokenizer(bytes("<PAD>\n<START>\n<UNK>\na\nvery\ngood\nfilm\n<MASK>\nsad")),
    }),
    plain({ suffix: [3] }),
  ].map(({ input }) => input.digest)
  expect(new Set(digests).size).toBe(digests.length)
  expect(plain().input.digest).toBe(digests[0])
})

test("rows are the same whatever the batch and the order", () => {
  for (const family of families)
    for (let seed = 0; seed < 8; seed++) {
      const texts = `good ${randomText(seed, 12)}`
      const mask = seed % 2 === 0 ? "auto" : "delete"
      const { input } = textInput({ texts, tokenizer: tokenizerOf(family), tensors: encoderTensors(), mask })
      const [count] = input.grids[0].shape
      const parts = Array.from({ length: 24 }, (_, i) =>
        Int32Array.of(i % count, Math.min(count, (i % count) + 1 + (i % 5))),
      )
      const [alone, many] = [input.open(1), input.open(6)]
      const rows = parts.map((part) => {
        alone.preserve(0, part)
        return [...(alone.feeds(1).input_ids.data as BigInt64Array)]
      })
      for (const [i, part] of parts.toReversed().entries()) {
        many.preserve(i % 6, part)
        expect([...(many.feeds(1, i % 6).input_ids.data as BigInt64Array)]).toEqual(
          rows[parts.length - 1 - i],
        )
      }
    }
})
